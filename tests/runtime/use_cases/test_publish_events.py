"""What is due on the stack's bus, over fakes."""

from dataclasses import replace

import pytest

from runtime.contract.metrics import Metric
from runtime.domain.delivery import BusLane
from runtime.domain.errors import UnavailableError, UnreadableRowError
from runtime.domain.events import events_of
from runtime.use_cases.publish_events import (
    LONGEST,
    LOOKED_FOR,
    SOON,
    TIME_TO_PUT,
    publish_events,
)
from tests.fakes import FakePaymentQueries
from tests.fakes.payments import ID, Harness
from tests.runtime.use_cases.telling import BUS_LANE, Telling

GONE = UnavailableError("no answer")


def paid(*, tells: bool = False) -> Telling:
    """A payment that was charged, on a stack with a bus: three events are due."""
    world = Telling(Harness(on_bus=True, tells=tells))
    world.harness.succeeded()
    return world


def ids(world: Telling) -> list[str]:
    """The events on the bus."""
    return [each.event.id for each in world.bus.put_events]


def due_at(world: Telling) -> set[int]:
    """When what waits is due."""
    return {each.due_at for each in world.harness.ledger.unpublished.waiting.values()}


def test_each_event_is_put_once_as_the_ledger_has_it() -> None:
    """In one request, with whose it is; a second message finds nothing."""
    world = paid()
    assert world.publish() == (3, 0, None)
    harness = world.harness
    assert [each.event for each in world.bus.put_events] == events_of(
        harness.row(), harness.ledger.lines[ID]
    )
    assert {each.merchant for each in world.bus.put_events} == {"acme"}
    assert world.publish() == (0, 0, None)
    assert world.bus.requests == [3]


def test_both_ways_are_independent() -> None:
    """A merchant with an endpoint is told there too, whatever becomes of the bus."""
    world = paid(tells=True)
    world.bus.fail_next("put", GONE)
    assert world.publish().failure is GONE
    assert world.deliver().taken == 3
    assert world.publish().put == 3


def test_no_more_than_ten_are_put_together() -> None:
    """And a lane goes on until nothing is due."""
    world = paid()
    unpublished = world.harness.ledger.unpublished
    [first, *_] = unpublished.waiting.values()
    unpublished.add([first._replace(due_at=first.due_at - n) for n in range(1, 20)])
    assert world.publish().put == 22
    assert world.bus.requests == [10, 10, 2]
    assert unpublished.waiting == {}


def test_another_lane_is_left() -> None:
    """It has a message of its own."""
    world = paid()
    assert world.publish(BusLane((BUS_LANE.number + 1) % 8)) == (0, 0, None)
    assert len(world.harness.ledger.unpublished.waiting) == 3


def test_what_is_refused_stays_due_and_the_rest_does_not() -> None:
    """The log gets EventBridge's code; the sweeper comes back to it."""
    world = paid()
    [first, *others] = events_of(world.harness.row(), world.harness.ledger.lines[ID])
    world.bus.refuses[first.id] = "ThrottlingException"
    put, unseen, failure = world.publish()
    assert (put, unseen) == (2, 0)
    assert str(failure) == "EventBridge refused 1 events: ThrottlingException."
    assert ids(world) == [each.id for each in others]
    [left] = world.harness.ledger.unpublished.waiting.values()
    assert left.event_id == first.id
    world.bus.refuses.clear()
    assert world.publish() == (1, 0, None)


def test_a_lost_answer_repeats_and_loses_nothing() -> None:
    """At least once: what was put and not noted is put again, with the same id."""
    world = paid()
    world.bus.fail_next("put", GONE, after=True)
    assert world.publish() == (0, 0, GONE)
    assert world.publish() == (3, 0, None)
    assert ids(world)[:3] == ids(world)[3:]


@pytest.mark.parametrize(("method", "put"), [("due", 0), ("take_off", 0)])
def test_a_table_that_does_not_answer_ends_the_lane(method: str, put: int) -> None:
    """What is due stays due; nothing is raised, since a message that came again bars its lane."""
    world = paid()
    world.harness.ledger.unpublished.fail_next(method, GONE)
    assert world.publish() == (put, 0, GONE)
    assert len(world.harness.ledger.unpublished.waiting) == 3
    assert world.publish().failure is None
    assert world.harness.ledger.unpublished.waiting == {}


def test_a_ledger_that_does_not_answer_ends_the_lane() -> None:
    """Nothing is put off for it."""
    world = paid()
    queries = FakePaymentQueries(world.harness.ledger)
    queries.fail_next("get", GONE)
    ports = replace(world.publishing(), queries=queries)
    assert publish_events(BUS_LANE, ports) == (0, 0, GONE)
    assert len(world.harness.ledger.unpublished.waiting) == 3
    assert world.bus.requests == []


def test_without_time_nothing_is_begun() -> None:
    """The sweeper finds it."""
    world = paid()
    world.left = TIME_TO_PUT - 1
    assert world.publish() == (0, 0, None)
    assert len(world.harness.ledger.unpublished.waiting) == 3


def test_what_the_ledger_does_not_show_yet_is_looked_for_again() -> None:
    """Soon at first, then as long as it is old, an hour at most; nothing else waits for it."""
    world = paid()
    clock = world.harness.clock
    began, hidden = clock.now(), dict(world.harness.ledger.rows)
    world.harness.ledger.rows.clear()
    for age, wait in ((0, SOON), (SOON, SOON), (600, 600), (9_000, LONGEST)):
        clock.time = began + age
        assert world.publish() == (0, 3, None)
        assert due_at(world) == {clock.now() + wait}
    world.harness.ledger.rows.update(hidden)
    clock.advance(LONGEST)
    assert world.publish() == (3, 0, None)
    assert world.harness.metrics.counts[Metric.EVENT_GIVEN_UP] == 0


def test_what_a_newer_version_wrote_waits_for_one_that_reads_it() -> None:
    """And does not bar what this one reads."""
    world = paid()
    queries = FakePaymentQueries(world.harness.ledger)
    queries.fail_next("get", UnreadableRowError("newer"))
    ports = replace(world.publishing(), queries=queries)
    assert publish_events(BUS_LANE, ports) == (2, 1, None)
    assert len(world.harness.ledger.unpublished.waiting) == 1


def test_what_the_ledger_does_not_hold_is_given_up_after_three_days() -> None:
    """It was brought back from before it: nothing is invented, and the alarm rings."""
    world = paid()
    world.harness.ledger.rows.clear()
    world.harness.clock.advance(LOOKED_FOR - 1)
    assert world.publish() == (0, 3, None)
    assert world.harness.metrics.counts[Metric.EVENT_GIVEN_UP] == 0
    world.harness.clock.advance(LONGEST)
    assert world.publish() == (0, 3, None)
    assert world.harness.metrics.counts[Metric.EVENT_GIVEN_UP] == 3
    assert (world.harness.ledger.unpublished.waiting, world.bus.requests) == ({}, [])


def test_what_is_met_late_for_the_first_time_is_looked_for_once_more() -> None:
    """After an outage of days a ledger that does not show it yet is believed the second time."""
    world = paid()
    hidden = dict(world.harness.ledger.rows)
    world.harness.ledger.rows.clear()
    world.harness.clock.advance(2 * LOOKED_FOR)
    assert world.publish() == (0, 3, None)
    world.harness.ledger.rows.update(hidden)
    world.harness.clock.advance(LONGEST)
    assert world.publish() == (3, 0, None)


def test_an_event_goes_under_the_merchant_whose_payment_it_is() -> None:
    """A hand that gives the row to another merchant puts it under neither."""
    world = paid()
    row = world.harness.row()
    world.harness.ledger.rows[ID] = row.model_copy(update={"merchant": "bistro"})
    assert world.publish() == (0, 3, None)
    assert world.bus.put_events == []
