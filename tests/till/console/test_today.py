"""Today's numbers."""

from typing import Any

from tests.fakes.console_stack import NOW, FakeStack, a_row
from tests.till.console.conftest import Page
from till.console.today import DAY, HOUR, numbers
from till.lib.exits import CommandError, Exit

MIDNIGHT = NOW - NOW % DAY


def at(hour: int, status: str, **fields: Any) -> dict[str, Any]:
    """A payment of that hour."""
    return a_row(created_at=MIDNIGHT + hour * HOUR + 1, status=status, **fields)


ROWS = [
    at(0, "succeeded"),
    at(0, "succeeded", amount=1, currency="jpy"),
    at(1, "failed"),
    at(1, "canceled"),
    at(1, "queued"),
]


def test_each_payment_is_counted_once_by_hour_and_status() -> None:
    """Succeeded, ended otherwise, or going on; no hour of the future."""
    found = numbers(ROWS, MIDNIGHT + HOUR, complete=True)
    assert found.hours == [("00:00", 2, 0, 0), ("01:00", 0, 2, 1)]
    assert sum(count for _, count in found.statuses) == found.total == 5
    assert dict(found.statuses)["queued"] == 1
    assert len(numbers([], MIDNIGHT + DAY - 1, complete=True).hours) == 24


def test_money_is_added_by_currency() -> None:
    """Of what succeeded alone."""
    found = numbers(ROWS, MIDNIGHT, complete=True)
    assert found.amounts == [(2500, "eur", 1), (1, "jpy", 1)]


def test_the_page_has_the_chart_as_a_table_too(page: Page, stack: FakeStack) -> None:
    """Of payments since midnight."""
    stack.rows = list(ROWS)
    text = page.get("/today")
    assert stack.queries == [{"created[gte]": str(MIDNIGHT), "limit": "500"}]
    assert text.count("<rect") == 3 + 3
    assert '<th scope="row">01:00</th><td class="number">0</td><td class="number">2</td>' in text
    assert "1 JPY" in text
    assert "not all of today" not in text


def test_a_day_with_more_payments_says_so(page: Page, stack: FakeStack) -> None:
    """Numbers of a part are no numbers of the day."""
    stack.cursor = "more"
    assert "That is not all of today" in page.get("/today")


def test_a_day_without_payments_is_a_page(page: Page, stack: FakeStack) -> None:
    """With zeros."""
    stack.rows = []
    assert "None yet." in page.get("/today")


def test_what_is_not_allowed_is_told_in_words(page: Page, stack: FakeStack) -> None:
    """403."""
    stack.rows = CommandError(Exit.DENIED, "You may not.")
    assert "You may not." in page.get("/today", 403)
