"""The list over all payments: what was told, or is due, over fakes."""

import pytest

from runtime.domain.delivery import DeliveryStatus, became
from runtime.domain.events import event_id
from runtime.domain.payment import payment_id
from runtime.use_cases.read_events import page, read_query
from runtime.wire.documents import InvalidFieldsError
from tests.fakes.payments import ID, Harness
from tests.runtime.use_cases.test_read_events import reading

LOST = payment_id("acme", "lost")


def restored() -> Harness:
    """One payment, between two events of another that the ledger was brought back from before."""
    harness = Harness(tells=True)
    harness.succeeded()
    events, now = harness.ledger.events, harness.clock.now()
    [*_, due] = events.waiting.values()
    for seq, at in ((1, now - 9_999), (2, now + 60), (3, now + 60)):
        lost = due._replace(event_id=event_id(LOST, seq), at=at, due_at=at)
        events.finish(lost, became(lost, DeliveryStatus.DELIVERED))
    harness.clock.advance(60)
    return harness


def read(harness: Harness, **parameters: str) -> list[str]:
    """The ids of all pages, one after the other."""
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(20):
        found = page(read_query({**parameters, **cursor}), "acme", reading(harness))
        seen += [each.event.id for each in found.events]
        if found.next_cursor is None:
            return seen
        cursor = {"starting_after": found.next_cursor}
    raise AssertionError("The pages have no end.")


@pytest.mark.parametrize("limit", ["1", "2", "3", "100"])
def test_a_list_goes_on_behind_an_event_that_the_ledger_lost(limit: str) -> None:
    """It is shown nowhere, and bars no page: each other event is met once."""
    harness = restored()
    known = [
        each.event.id for each in page(read_query({"payment": ID}), "acme", reading(harness)).events
    ]
    assert sorted(read(harness, limit=limit)) == sorted(known)


def test_a_page_that_ends_with_a_known_event_names_it() -> None:
    """Whoever keeps the id of the last event goes on with that as well."""
    harness = restored()
    first = page(read_query({"limit": "3"}), "acme", reading(harness))
    assert first.next_cursor == first.events[-1].event.id


def test_a_place_is_no_event_of_a_payment() -> None:
    """With `payment` the cursor is one of its events."""
    query = read_query({"payment": ID, "starting_after": f"at_0000000009_{event_id(ID, 1)}"})
    with pytest.raises(InvalidFieldsError):
        page(query, "acme", reading(restored()))


@pytest.mark.parametrize(
    "odd", ["at_9", f"at_9_{event_id(ID, 1)}", "at_0000000009", "at_0000000009_"]
)
def test_what_is_no_place_is_refused(odd: str) -> None:
    """Ten digits, and the id of an event."""
    with pytest.raises(InvalidFieldsError):
        read_query({"starting_after": odd})
