"""Where events are made due again: what is asked of a merchant, and what is written."""

import pytest

from runtime.domain.delivery import WELL, EndpointHealth, Lane, Unpublished, bus_lane
from runtime.domain.events import EventType
from runtime.domain.payment import event_lane
from tests.fakes.bus import FakeUnpublished
from tests.fakes.events import FakeEvents
from tests.fakes.payments import ID
from tests.till.events.asked import SUCCEEDED, World, knowing
from till.events.ways import OnBus, Step, ToEndpoint, due_of, held_up
from till.lib.exits import CommandError, Exit

NOW = 1_795_341_600
STEP = Step(SUCCEEDED, EventType.SUCCEEDED, NOW - 9)


def test_an_event_is_due_in_its_payment_s_lane_and_begins_anew() -> None:
    """With the time at which it happened, and no attempt."""
    row = World().harness.accepted()
    due = due_of(row, STEP, NOW)
    assert due.lane == Lane("acme", event_lane(ID))
    assert (due.due_at, due.event_id, due.at, due.attempts) == (NOW, SUCCEEDED, NOW - 9, 0)


def test_only_a_merchant_with_an_endpoint_can_be_told() -> None:
    """Each refusal says what to do, and is of its own kind."""
    ToEndpoint(knowing(), FakeEvents()).admits("acme")
    with pytest.raises(CommandError, match="There is no merchant bistro") as unknown:
        ToEndpoint(knowing(), FakeEvents()).admits("bistro")
    assert unknown.value.exit_code is Exit.MISUSED
    with pytest.raises(CommandError, match="webhook set bistro --url") as without:
        ToEndpoint(knowing(None, "bistro"), FakeEvents()).admits("bistro")
    assert without.value.exit_code is Exit.NO


def test_every_merchant_that_there_is_can_be_told_of_on_the_bus() -> None:
    """It needs no endpoint."""
    OnBus(knowing(None), FakeUnpublished()).admits("acme")
    with pytest.raises(CommandError, match="There is no merchant bistro"):
        OnBus(knowing(None), FakeUnpublished()).admits("bistro")


def test_an_event_for_the_bus_is_looked_for_anew() -> None:
    """In its payment's lane, however old it is: its days begin when it is asked for."""
    events = FakeUnpublished()
    row = World().harness.accepted()
    OnBus(knowing(), events).ask_again(row, STEP, NOW)
    assert [*events.waiting.values()] == [Unpublished(bus_lane(ID), NOW, SUCCEEDED, "acme", NOW)]


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
