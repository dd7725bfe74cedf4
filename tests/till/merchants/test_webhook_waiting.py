"""What waits for an endpoint, counted."""

from runtime.domain.delivery import Due, Lane
from tests.fakes.events import FakeEvents
from till.merchants.webhook_waiting import MOST, Waiting, waiting

NOW = 1_795_341_600


def test_what_is_due_and_what_comes_later_are_told_apart_over_both_lanes() -> None:
    """What is due at this very second is due; another merchant's is not counted."""
    events = FakeEvents()
    places = [("acme", 0, NOW - 9), ("acme", 1, NOW), ("acme", 1, NOW + 1), ("bistro", 0, NOW - 99)]
    events.add([Due(Lane(name, lane), at, f"evt_{at}", "x", at) for name, lane, at in places])
    assert waiting(events, "acme", NOW) == Waiting(2, 1, more=False, oldest=NOW - 9)
    assert waiting(events, "nobody", NOW) == Waiting(0, 0, more=False, oldest=None)


def test_no_more_is_counted_than_a_person_reads() -> None:
    """That there is more is said, and what is due the longest is counted first."""
    events = FakeEvents()
    events.add([Due(Lane("acme", 0), NOW - n, f"e{n}", "x", NOW) for n in range(MOST + 1)])
    assert waiting(events, "acme", NOW) == Waiting(MOST, 0, more=True, oldest=NOW - MOST)
    events.waiting.popitem()
    assert not waiting(events, "acme", NOW).more
