"""Events are put on the bus in the simulated environment, whatever it does."""

import pytest

from runtime.domain.bus_ports import BusEvent
from runtime.domain.delivery import BUS_LANES, BusLane
from simulator.bus import FATES
from simulator.bus_lies import LANE, due, put, waiting
from simulator.bus_options import BusOptions
from simulator.bus_ports import Met, SimBus, SimUnpublished
from simulator.delivering import ends_silently
from simulator.delivery_lies import EVENT
from simulator.endpoint_options import Span
from simulator.event_ports import Rings, SimLanes
from simulator.fault_injection import Options
from simulator.harness import Harness
from simulator.invocation import Invocation
from simulator.lies import finished
from simulator.publishing import LooksAtBus, accepts_without_bus, overlooked_on_bus
from simulator.scheduler import Crash
from simulator.telling import everybody_is_told
from tests.simulator.test_bus_checks import first_event


def opened(harness: Harness) -> Invocation:
    """A run in a history that has ended."""
    harness.scheduler.closed = False
    return Invocation(harness, "test", 60)


@pytest.mark.parametrize("fate", FATES)
def test_every_event_is_put_whatever_the_bus_did_first(fate: str) -> None:
    """And more than once where it was put without an answer."""
    observed = put(fate).observed
    times = observed.on_bus.put
    assert min(times[one] for one in observed.bodies) > 0
    again = not FATES[fate].answers and FATES[fate].share > 0
    assert max(times.values()) == 1 + again
    assert observed.store.unpublished.waiting == {}


def test_an_event_that_the_ledger_does_not_show_is_put_once_it_does() -> None:
    """While faults last it may be put off; nothing is given up."""
    observed = put(lags=0.5).observed
    assert min(observed.on_bus.put[one] for one in observed.bodies) == 1
    assert observed.on_bus.given_up == set()


def test_whoever_ends_a_payment_and_wakes_no_lane_of_the_bus_is_found() -> None:
    """The lane of its payment alone will do."""
    harness = put()
    [ended] = [c for c in harness.observed.store.changes if c.entries[-1].type == "succeeded"]
    run, lanes = opened(harness), SimLanes(opened(harness))
    run.request_id, run.changes = ended.entries[-1].request_id, 0
    lanes.woken.add(BusLane((LANE.number + 1) % BUS_LANES))
    assert len(list(ends_silently(run, lanes))) == 1
    lanes.woken.add(LANE)
    assert list(ends_silently(run, lanes)) == []


def test_a_payment_that_does_not_say_whether_there_is_a_bus_is_found() -> None:
    """Either way."""
    harness = put()
    run = opened(harness)
    run.request_id, run.changes = harness.observed.store.changes[0].entries[-1].request_id, 0
    assert list(accepts_without_bus(run, there=True)) == []
    assert len(list(accepts_without_bus(run, there=False))) == 1


def test_a_request_that_comes_at_the_wrong_time_is_found() -> None:
    """What is not due, what is not due yet, and too much by one request."""
    harness = put()
    told = first_event(harness.observed)
    for met, events, said in (
        (Met(), [told], "which is not due"),
        (Met({EVENT: due(harness.scheduler.now + 1)}), [told], "which is not due"),
        (Met({EVENT: due()}), [told] * 11, "puts 11 by one request"),
    ):
        assert said in faults_of(harness, met, events)
    assert faults_of(harness, Met({EVENT: due()}), [told]) == ""


def faults_of(harness: Harness, met: Met, events: list[BusEvent]) -> str:
    """What is wrong with this request."""
    harness.scheduler.error = None
    SimBus(opened(harness), met).put(events)
    return str(harness.scheduler.error or "")


def test_a_run_that_would_go_on_for_ever_is_found_and_ended() -> None:
    """It was refused and asks again at once, or does not take off what it put."""
    harness = put()
    told = first_event(harness.observed)
    with pytest.raises(Crash):
        SimBus(opened(harness), Met({EVENT: due()}, refused={EVENT})).put([told])
    assert "again at once, which was refused" in str(harness.scheduler.error)
    harness.scheduler.error = None
    with pytest.raises(Crash):
        SimUnpublished(opened(harness), Met(owed={EVENT})).due(LANE, 1, 10)
    assert "does not take off" in str(harness.scheduler.error)


def test_a_sweep_that_overlooks_the_bus_is_found() -> None:
    """A lane that it did not look into, or wake, and late events without an alarm."""
    harness = put()
    run, now = opened(harness), harness.scheduler.now
    looks, lanes, rings = LooksAtBus(run), SimLanes(run), Rings(run)
    assert len(list(overlooked_on_bus(looks, lanes, rings, now))) == BUS_LANES
    looks.oldest = {BusLane(number): [] for number in range(BUS_LANES)}
    assert list(overlooked_on_bus(looks, lanes, rings, now)) == []
    looks.oldest[LANE] = [due(now)]
    assert len(list(overlooked_on_bus(looks, lanes, rings, now))) == 1
    lanes.woken.add(LANE)
    assert list(overlooked_on_bus(looks, lanes, rings, now)) == []
    assert len(list(overlooked_on_bus(looks, lanes, rings, now + 9_000))) == 1
    rings.rung.add(("EventLate", ""))
    assert list(overlooked_on_bus(looks, lanes, rings, now + 9_000)) == []
    assert len(list(overlooked_on_bus(looks, lanes, rings, now))) == 1


def test_an_event_that_is_left_on_its_way_to_the_bus_is_found() -> None:
    """Nobody sweeps any more, and it is due."""
    harness = put()
    harness.scheduler.closed = False
    harness.scheduler._events.clear()
    waiting(harness.observed, due(harness.scheduler.now))
    everybody_is_told(harness)
    assert f"I25: {EVENT}" in str(harness.scheduler.error)


def test_a_bus_may_be_taken_away_while_faults_last() -> None:
    """And is there again afterwards."""
    harness = Harness("test", Options(bus=BusOptions(there=True, gone=(Span("there", 0, 60),))))
    seen = [harness.bus.there]
    harness.scheduler.run(harness.scheduler.now + 60)
    seen.append(harness.bus.there)
    assert seen == [False, True]
    harness.scheduler.close()


def test_where_the_stack_has_no_bus_nothing_is_due_there() -> None:
    """The row says so, and nothing is put."""
    observed = finished()
    assert not any(row.on_bus for row in observed.rows().values())
    assert (observed.store.unpublished.waiting, observed.on_bus.put) == ({}, {})
