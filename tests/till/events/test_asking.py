"""Events of the ledger, as they are asked for."""

import pytest

from runtime.domain.delivery import WELL, EndpointHealth, Lane
from runtime.domain.events import EventType
from runtime.domain.payment import event_lane
from tests.fakes.payments import ID
from tests.till.events.asked import SUCCEEDED, World, knowing
from till.events.asking import due_of, events_of, has_endpoint, held_up
from till.lib.exits import CommandError, Exit

NOW = 1_795_341_600


def test_the_events_are_those_that_a_merchant_is_told_of() -> None:
    """A look at the provider's record is none; what is newer than the row is left for later."""
    world = World()
    row = world.harness.succeeded()
    told = list(events_of(row, world.queries))
    assert [kind for _, kind, _ in told] == [
        EventType.ACCEPTED,
        EventType.PROCESSING,
        EventType.SUCCEEDED,
    ]
    assert told[-1] == (SUCCEEDED, EventType.SUCCEEDED, world.now)
    older = row.model_copy(update={"version": 2})
    assert list(events_of(older, world.queries)) == told[:2]


def test_an_event_is_due_in_its_payment_s_lane_and_begins_anew() -> None:
    """With the time at which it happened, and no attempt."""
    row = World().harness.accepted()
    due = due_of(row, (SUCCEEDED, EventType.SUCCEEDED, NOW - 9), NOW)
    assert due.lane == Lane("acme", event_lane(ID))
    assert (due.due_at, due.event_id, due.at, due.attempts) == (NOW, SUCCEEDED, NOW - 9, 0)


def test_only_a_merchant_with_an_endpoint_can_be_told() -> None:
    """Each refusal says what to do, and is of its own kind."""
    has_endpoint(knowing(), "acme")
    with pytest.raises(CommandError, match="There is no merchant bistro") as unknown:
        has_endpoint(knowing(), "bistro")
    assert unknown.value.exit_code is Exit.MISUSED
    with pytest.raises(CommandError, match="webhook set bistro --url") as without:
        has_endpoint(knowing(None, "bistro"), "bistro")
    assert without.value.exit_code is Exit.NO


@pytest.mark.parametrize(
    ("health", "says"),
    [
        (WELL, None),
        (EndpointHealth(failures=4, failing_since=NOW - 9), None),
        (EndpointHealth(5, NOW - 9, 1, NOW), None),
        (EndpointHealth(5, NOW - 9, 1, NOW + 1), "rests until 2026-11-22 10:00:01 UTC"),
        (EndpointHealth(5, NOW - 9, 1, NOW + 1, NOW - 1), "is paused until"),
        (EndpointHealth(5, NOW - 9, 1, NOW, NOW - 1), "is paused, and what is due waits"),
    ],
)
def test_what_keeps_events_from_being_sent_is_said(
    health: EndpointHealth, says: str | None
) -> None:
    """With the command that ends it."""
    told = held_up("acme", health, NOW)
    if says is None:
        assert told is None
    else:
        assert told is not None
        assert says in told
        assert told.endswith("`till merchants webhook resume acme` has it tried at once.")
