"""`till events list`, as it is typed, and as it looks through a busy month."""

import time
from collections.abc import Iterator

import pytest

from runtime.domain.delivery import DeliveryStatus, Due, Lane, Told, became
from runtime.domain.event_store import EventPlace
from runtime.domain.payment import created_key
from tests.fakes.events import FakeEvents
from tests.till.event_stack import EventStack
from tests.till.payments.documents import printed
from till.events.list_events import LOOKS, READ, looked_through

NOW = 1_795_341_600
NEWEST = EventPlace(NOW + 1, "")


def named(number: int) -> str:
    """An event's id."""
    return f"evt_{'a' * 26}_{number}"


def due(number: int, at: int) -> Due:
    """An event of acme that happened then."""
    return Due(Lane("acme", number % 2), at, named(number), "payment.accepted", at)


def test_what_was_told_is_listed_newest_first(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what became of each; a status leaves out the others."""
    now = int(time.time())
    for number, status in enumerate(DeliveryStatus, start=1):
        one = due(number, now - 10 * number)
        acme.events.ask_again(one)
        if status is not DeliveryStatus.PENDING:
            end = became(one, status, attempts=2, last_at=now, answer="503")
            acme.events.finish(one, end)
    assert acme("events", "list", "acme", "--json") == 0
    document = printed("events list", capsys)
    assert [each["event_id"] for each in document["events"]] == [named(1), named(2), named(3)]
    assert document["events"][0]["next_attempt_at"] == now - 10
    assert document["events"][2]["last_answer"] == "503"
    assert document["next_cursor"] is None
    assert acme("events", "list", "acme", "--status", "given_up") == 0
    told = capsys.readouterr().out
    assert named(3) in told
    assert named(1) not in told
    assert "1 found, of the last 30 days. That is all." in told


def test_a_list_goes_on_where_it_ended(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Event by event, none twice, even within one second."""
    now = int(time.time())
    for number in (1, 2, 3):
        acme.events.ask_again(due(number, now - 10))
    found: list[str] = []
    cursor: list[str] = []
    for _ in range(3):
        assert acme("events", "list", "acme", "--limit", "1", *cursor, "--json") == 0
        document = printed("events list", capsys)
        found += [each["event_id"] for each in document["events"]]
        cursor = ["--after", str(document["next_cursor"])]
    assert found == [named(3), named(2), named(1)]
    assert document["next_cursor"] is None


@pytest.mark.parametrize("after", ["", named(1), f"1#{named(1)}", f"{NOW}#pay_1"])
def test_a_cursor_that_is_none_is_one_sentence(
    acme: EventStack, capsys: pytest.CaptureFixture[str], after: str
) -> None:
    """Misuse."""
    assert acme("events", "list", "acme", "--after", after) == 2
    assert "is not where a list goes on" in capsys.readouterr().err


def test_an_unknown_merchant_has_no_list_and_one_without_an_endpoint_has(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it was told before is still known."""
    assert acme("events", "list", "nobody") == 2
    assert "There is no merchant nobody" in capsys.readouterr().err
    acme.knows(None)
    assert acme("events", "list", "acme") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "0 found, of the last 30 days. That is all." in told
    assert "The merchant has no endpoint now: what is pending waits." in told


class Endless(FakeEvents):
    """As many events as are asked for, each delivered; counts the looks."""

    looks = 0

    def before(self, merchant: str, place: EventPlace, oldest: int, limit: int) -> Iterator[Told]:
        """A full page of the seconds before a place."""
        self.looks += 1
        assert (merchant, oldest) == ("acme", 0)
        for number in range(limit):
            yield became(due(1, place.at - 1 - number), DeliveryStatus.DELIVERED)


def test_a_status_that_nothing_has_is_not_looked_for_without_end() -> None:
    """After so many looks it is said where to go on."""
    events = Endless()
    found, on = looked_through(events, "acme", DeliveryStatus.GIVEN_UP, 9, NEWEST, 0)
    assert found == []
    assert events.looks == LOOKS
    assert on == EventPlace(NOW + 1 - LOOKS * READ, named(1))
    assert created_key(*on) < created_key(*NEWEST)


def test_a_full_list_looks_no_further() -> None:
    """One look, and the cursor is its last event."""
    events = Endless()
    found, on = looked_through(events, "acme", None, 2, NEWEST, 0)
    assert [each.at for each in found] == [NOW, NOW - 1]
    assert on == EventPlace(NOW - 1, named(1))
    assert events.looks == 1
