"""The simulated event queue works on one message of a lane at a time, in order."""

from runtime.domain.delivery import Lane
from simulator.batch import quiet
from simulator.delivering import LASTS
from simulator.endpoint_options import EndpointOptions
from simulator.fault_injection import Options, Outage
from simulator.harness import Harness
from simulator.lanes import LaneQueue

FIRST, SECOND = Lane("acme", 0), Lane("acme", 1)


def opened(*outages: Outage) -> Harness:
    """A world with an endpoint."""
    told = EndpointOptions(merchants=("acme",))
    return Harness("lanes", Options(endpoints=told, outages=outages))


def begun(harness: Harness, seconds: int) -> list[str]:
    """What the timeline says of messages that were taken within so many seconds."""
    with quiet():
        harness.scheduler.run(harness.scheduler.now + seconds)
    harness.scheduler.close()
    return [f"{at} {what}" for at, _, what in harness.timeline if "gets message" in what]


def woken(harness: Harness, *lanes: Lane) -> None:
    """A message for each."""
    for lane in lanes:
        harness.lane_queue.wake(lane)


def test_lanes_of_one_endpoint_do_not_wait_for_each_other() -> None:
    """Each message is worked on, and none is left."""
    harness = opened()
    woken(harness, FIRST, FIRST, SECOND)
    assert len(begun(harness, 5)) == 3
    assert not any(harness.lane_queue.waiting.values())


def test_a_message_of_a_run_that_died_bars_its_lane_until_it_is_seen_again() -> None:
    """Six times as long as the run may last; the other lane goes on."""
    harness, deaths = opened(), iter([True])
    harness.dies = lambda _: next(deaths, False)
    woken(harness, FIRST, FIRST)
    harness.scheduler.after(5, lambda: woken(harness, SECOND))
    times = [int(line.split()[0]) for line in begun(harness, 6 * LASTS + 5)]
    assert [at - times[0] for at in times] == [0, 5, 6 * LASTS, 6 * LASTS]


def test_a_message_waits_for_the_function() -> None:
    """Switched off, it takes none; a purge loses what waits."""
    harness = opened(Outage("deliver_events", 0, 60))
    woken(harness, FIRST)
    assert begun(harness, 59) == []
    queue = LaneQueue(harness)
    queue.wake(FIRST)
    queue.purge()
    assert queue.waiting[FIRST] == []
