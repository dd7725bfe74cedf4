"""Pages of the list: no window hides a payment, and none costs without bound."""

import pytest

from runtime.domain.payment import Status, created_key, payment_id
from runtime.use_cases.read_payments import (
    DAY,
    DAYS_PER_PAGE,
    LEDGER_BEGINS,
    READ_AHEAD,
    ROWS_PER_PAGE,
    Page,
    ReadPaymentsPorts,
    page,
)
from tests.fakes import FakePaymentQueries
from tests.fakes.payments import Harness
from tests.runtime.use_cases.test_read_payments import query, reading


def aged(harness: Harness, days: list[int], reference: str | None = None) -> list[str]:
    """Payments of one merchant, so many days old, and their ids."""
    template = harness.accepted()
    harness.ledger.rows.clear()
    names = [payment_id("acme", str(age)) for age in days]
    for age, name in zip(days, names, strict=True):
        at = harness.clock.now() - age * DAY
        harness.ledger.rows[name] = template.model_copy(
            update={
                "payment_id": name,
                "created_at": at,
                "created_key": created_key(at, name),
                "reference": reference,
            }
        )
    return names


def walked(ports: ReadPaymentsPorts, **parameters: str) -> list[Page]:
    """Every page of a query, each asked for with the cursor of the one before."""
    pages = [page(query(**parameters), "acme", ports)]
    while (cursor := pages[-1].next_cursor) is not None:
        pages.append(page(query(**{**parameters, "starting_after": cursor}), "acme", ports))
    return pages


def names_in(pages: list[Page]) -> list[str]:
    """The ids, in order."""
    return [payment.payment_id for each in pages for payment in each.payments]


@pytest.mark.parametrize("window", [{}, {"created[lt]": "1795341601"}, {"created[gte]": "0"}])
def test_without_a_window_the_list_leads_to_the_first_payment(window: dict[str, str]) -> None:
    """However old it is: nothing of a window that was not asked for, and none asked for by half."""
    harness = Harness()
    names = aged(harness, [0, 30, 31, 32, 63, 200, 320])
    for limit in ("1", "2", "100"):
        assert names_in(walked(reading(harness), limit=limit, **window)) == names


def test_the_first_second_of_the_ledger_is_reached() -> None:
    """The last page is the one that holds the first second that a payment can have."""
    harness = Harness()
    harness.clock.time = LEDGER_BEGINS + DAYS_PER_PAGE * DAY
    [first] = aged(harness, [DAYS_PER_PAGE])
    assert harness.ledger.rows[first].created_at == LEDGER_BEGINS
    assert [names_in([each]) for each in walked(reading(harness))] == [[], [first]]


@pytest.mark.parametrize("more", [{}, {"status": "queued"}, {"limit": "1"}])
def test_a_reference_is_found_whatever_its_age(more: dict[str, str]) -> None:
    """On one page where it fits: who looks before charging again charges once."""
    harness = Harness()
    names = aged(harness, [0, 32, 320], "order-1")
    found = walked(reading(harness), reference="order-1", **more)
    assert names_in(found) == names
    assert len(found) == (3 if "limit" in more else 1)


def test_a_reference_is_found_even_from_a_clock_that_is_ahead() -> None:
    """No upper end is put to it either."""
    harness = Harness()
    names = aged(harness, [-1], "order-1")
    assert names_in(walked(reading(harness), reference="order-1")) == names


def test_a_page_looks_through_a_bounded_span() -> None:
    """It ends there, says that there may be more, and its cursor is the very second it reached."""
    harness = Harness()
    names = aged(harness, [0, DAYS_PER_PAGE + 1])
    queries = FakePaymentQueries(harness.ledger)
    pages = walked(ReadPaymentsPorts(queries, harness.ledger.events, harness.clock))
    spans = [(int(each.before[:10]), each.oldest) for each in queries.queries]
    assert {(before - oldest) // DAY < DAYS_PER_PAGE for before, oldest in spans} == {True}
    assert [before for before, _ in spans[1:]] == [oldest for _, oldest in spans[:-1]]
    assert spans[-1][1] == LEDGER_BEGINS
    assert names_in(pages[:1]) == names[:1]
    assert pages[0].next_cursor == f"before_{spans[0][1]:010d}"
    assert pages[-1].next_cursor is None


def test_a_page_reads_a_bounded_number_of_rows() -> None:
    """A filter that nearly nothing passes ends the page early, and the cursor leads on."""
    harness = Harness()
    names = aged(harness, [0] * 1, "order-1")
    template = harness.ledger.rows[names[0]]
    for number in range(1, ROWS_PER_PAGE + 10):
        name, at = payment_id("acme", f"busy-{number}"), template.created_at - number
        harness.ledger.rows[name] = template.model_copy(
            update={"payment_id": name, "created_at": at, "created_key": created_key(at, name)}
        )
    last = name
    harness.ledger.rows[last] = harness.ledger.rows[last].model_copy(
        update={"status": Status.FAILED}
    )
    queries = FakePaymentQueries(harness.ledger)
    ports = ReadPaymentsPorts(queries, harness.ledger.events, harness.clock)
    first = page(query(status="failed", reference="order-1"), "acme", ports)
    assert (first.payments, queries.rows_read) == ([], ROWS_PER_PAGE)
    assert first.next_cursor is not None
    assert names_in(walked(ports, status="failed", reference="order-1")) == [last]


def test_a_window_of_any_length_is_looked_through() -> None:
    """`created[gte]` and `created[lt]` bound the list and nothing else does."""
    harness = Harness()
    now = harness.clock.now()
    names = aged(harness, [1, 100, 300, 320])
    bounds = {"created[lt]": str(now), "created[gte]": str(now - 300 * DAY)}
    pages = walked(reading(harness), **bounds)
    assert names_in(pages) == names[:3]
    assert len(pages) == 10


def test_a_page_reads_no_further_than_it_must() -> None:
    """One row more than the limit tells whether there is more, and reading stops there."""
    harness = Harness()
    names = aged(harness, list(range(10)))
    queries = FakePaymentQueries(harness.ledger)
    listed = page(
        query(limit="3"), "acme", ReadPaymentsPorts(queries, harness.ledger.events, harness.clock)
    )
    assert names_in([listed]) == names[:3]
    assert listed.next_cursor == names[2]
    assert queries.rows_read == 4


def test_a_page_that_just_ends_has_no_more() -> None:
    """With exactly as many payments as the limit, the page is the last one."""
    harness = Harness()
    aged(harness, [0, 1, 2])
    window = {"created[gte]": str(harness.clock.now() - 2 * DAY)}
    listed = page(query(limit="3", **window), "acme", reading(harness))
    assert (len(listed.payments), listed.next_cursor) == (3, None)


@pytest.mark.parametrize("end", ["1830000000", "9999999999"])
def test_a_window_that_ends_years_ahead_begins_with_now(end: str) -> None:
    """Nobody asks the days of years to come, a page a month, before the first payment."""
    harness = Harness()
    names = aged(harness, [0, 1])
    [first, *_] = walked(reading(harness), **{"created[lt]": end})
    assert names_in([first]) == names


def test_a_window_that_ends_at_the_beginning_of_time_holds_nothing() -> None:
    """0 is a time like any other."""
    harness = Harness()
    aged(harness, [0, 1])
    assert walked(reading(harness), **{"created[lt]": "0"}) == [Page([], None)]


def test_the_cursor_and_the_window_both_bound_a_page() -> None:
    """`starting_after` leads back in time, and `created[lt]` is kept where it is earlier."""
    harness = Harness()
    names = aged(harness, [0, 1, 2, 3])

    def found(**parameters: str) -> list[str]:
        listed = page(query(**parameters), "acme", reading(harness)).payments
        return [payment.payment_id for payment in listed]

    assert found(starting_after=names[1]) == names[2:]
    before = {"created[lt]": str(harness.clock.now() - 2 * DAY)}
    assert found(starting_after=names[0], **before) == names[3:]


def test_a_page_asks_for_no_more_than_it_needs() -> None:
    """One row beyond the limit; with a status, as many as are read at once; from midnight on."""
    harness = Harness()
    aged(harness, [0, 1])
    ports = FakePaymentQueries(harness.ledger)
    reading_ports = ReadPaymentsPorts(ports, harness.ledger.events, harness.clock)
    for more in ({}, {"status": "queued"}, {"reference": "order-1"}):
        page(query(limit="5", **more), "acme", reading_ports)
    now = harness.clock.now()
    first = now - now % DAY - (DAYS_PER_PAGE - 1) * DAY
    assert [(each.limit, each.oldest, each.reference) for each in ports.queries] == [
        (6, first, None),
        (READ_AHEAD, first, None),
        (6, LEDGER_BEGINS, "order-1"),
    ]


def test_a_page_is_full_at_its_limit() -> None:
    """Just as many as fit are one page without a cursor; one more begins another."""
    harness = Harness()
    names = aged(harness, [0, 1, 2])
    for limit, sizes in (("3", [3]), ("2", [2, 1]), ("1", [1, 1, 1])):
        pages = walked(reading(harness), limit=limit, **{"created[gte]": "1795000000"})
        assert [len(each.payments) for each in pages] == sizes
        assert names_in(pages) == names
