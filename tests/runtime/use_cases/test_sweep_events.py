"""The minute's look at what is due at endpoints, over fakes."""

import pytest

from runtime.contract.metrics import Metric
from runtime.domain.delivery import BUS_LANES, LATE, BusLane, EndpointHealth, Unpublished, resumed
from runtime.domain.errors import UnavailableError, UnreadableRowError
from runtime.domain.merchant import Merchant
from runtime.domain.webhook import SECRET_AGE
from tests.fakes.endpoint import telling
from tests.fakes.events import FakeEvents
from tests.fakes.payments import Harness
from tests.runtime.use_cases.telling import BUS_LANE, LANE, Telling


def waiting() -> Telling:
    """A payment whose acceptance is to be told."""
    world = Telling()
    world.directory.merchants["acme"] = telling(made_at=world.harness.clock.now())
    world.harness.accepted()
    return world


def test_a_lane_with_something_due_is_woken() -> None:
    """And no other one."""
    world = waiting()
    assert world.sweep() == (1, 1)
    assert world.lanes.woken == [tuple(LANE)]


def test_a_merchant_without_an_endpoint_is_not_looked_at() -> None:
    """Nothing is asked for it."""
    world = waiting()
    world.directory.merchants = {"acme": Merchant(name="acme")}
    assert world.sweep() == (0, 0)


def test_what_is_due_later_is_left() -> None:
    """Until its time comes."""
    world = waiting()
    world.harness.clock.time -= 1
    assert world.sweep() == (1, 0)


def test_an_endpoint_that_rests_is_left_alone() -> None:
    """Until its rest is over."""
    world = waiting()
    now = world.harness.clock.now()
    world.harness.ledger.events.endpoints["acme"] = EndpointHealth(5, now, 1, now + 60)
    assert world.sweep() == (1, 0)
    world.harness.clock.advance(60)
    assert world.sweep() == (1, 1)


def test_a_paused_endpoint_calls_for_a_person_every_time() -> None:
    """The alarm stands as long as the pause; it is probed when its rest is over."""
    world = waiting()
    now = world.harness.clock.now()
    world.harness.ledger.events.endpoints["acme"] = EndpointHealth(9, 1, 9, now + 60, now)
    world.sweep()
    world.sweep()
    assert world.harness.metrics.counts[Metric.WEBHOOK_PAUSED] == 2
    assert world.harness.metrics.facts[Metric.WEBHOOK_PAUSED] == {"merchant": "acme"}
    assert world.lanes.woken == []


def test_an_event_that_nobody_sends_is_late() -> None:
    """After a quarter of an hour; not one of an endpoint that is only probed."""
    world = waiting()
    world.harness.clock.advance(LATE)
    world.sweep()
    assert world.harness.metrics.counts[Metric.EVENT_LATE] == 0
    world.harness.clock.advance(1)
    world.sweep()
    assert world.harness.metrics.counts[Metric.EVENT_LATE] == 1
    world.harness.ledger.events.endpoints["acme"] = EndpointHealth(5, 1, 1, 0)
    world.sweep()
    assert world.harness.metrics.counts[Metric.EVENT_LATE] == 1


def test_what_waited_until_an_endpoint_was_resumed_is_not_late_for_that() -> None:
    """Nobody was to send it before; a quarter of an hour later somebody should have."""
    world = waiting()
    world.harness.clock.advance(9 * LATE)
    world.harness.ledger.events.endpoints["acme"] = resumed(world.harness.clock.now())
    assert world.sweep() == (1, 1)
    world.harness.clock.advance(LATE)
    world.sweep()
    assert world.harness.metrics.counts[Metric.EVENT_LATE] == 0
    world.harness.clock.advance(1)
    world.sweep()
    assert world.harness.metrics.counts[Metric.EVENT_LATE] == 1


def test_an_old_secret_is_said() -> None:
    """The older one counts: it is still good."""
    world = waiting()
    world.directory.merchants["acme"] = telling(made_at=world.harness.clock.now() - SECRET_AGE)
    world.sweep()
    assert world.harness.metrics.counts[Metric.WEBHOOK_SECRET_OLD] == 0
    world.harness.clock.advance(1)
    world.sweep()
    assert world.harness.metrics.counts[Metric.WEBHOOK_SECRET_OLD] == 1


def test_a_message_that_can_not_be_sent_is_counted() -> None:
    """The next minute sends it."""
    world = waiting()
    world.lanes.fail_next("wake", UnavailableError("no answer"))
    assert world.sweep() == (1, 0)
    assert world.harness.metrics.counts[Metric.SEND_AFTER_COMMIT_FAILED] == 1
    assert world.sweep() == (1, 1)


def test_short_of_time_it_stops() -> None:
    """The next minute goes on."""
    world = waiting()
    world.left = 9
    assert world.sweep() == (0, 0)


def test_a_directory_that_does_not_answer_fails_the_run() -> None:
    """Which an alarm sees."""
    world = waiting()
    world.directory.fail_next("all", UnavailableError("no answer"))
    with pytest.raises(UnavailableError):
        world.sweep()


def test_an_unreadable_merchant_of_the_directory_delays_no_other() -> None:
    """The others are woken first, and then the run fails, which an alarm sees."""
    world = waiting()
    world.directory.fail_next("all", UnreadableRowError("newer"))
    with pytest.raises(UnreadableRowError):
        world.sweep()
    assert world.lanes.woken == [LANE]


@pytest.mark.parametrize("fraction", [0, 0.25, 0.5, 0.75, 0.999])
def test_a_run_begins_anywhere(fraction: float) -> None:
    """Where time is too short for all, each is looked at by the one or the other run."""
    world = waiting()
    names = ["acme", "bistro", "cafe", "deli"]
    world.directory.merchants = {name: telling(name) for name in names}
    world.harness.random.value = fraction
    looked: list[str] = []

    class Watched(FakeEvents):
        """Says whose endpoint is looked at."""

        def health(self, merchant: str) -> EndpointHealth:
            """It takes a while."""
            looked.append(merchant)
            world.left -= 20
            return super().health(merchant)

    world.harness.ledger.events = Watched()
    world.left = 70
    assert world.sweep() == (4, 0)
    first = int(fraction * 4)
    assert looked == names[first:] + names[:first]
    looked.clear()
    world.left = 45
    assert world.sweep() == (2, 0)
    assert looked == (names * 2)[first : first + 2]


def test_what_is_unreadable_of_one_merchant_delays_no_other() -> None:
    """The others are woken first, and then the run fails, which an alarm sees."""
    world = waiting()
    made_at = world.harness.clock.now()
    world.directory.merchants = {
        "bistro": telling("bistro", made_at=made_at),
        "acme": telling(made_at=made_at),
    }
    world.harness.random.value = 0
    world.harness.ledger.events.fail_next("health", UnreadableRowError("newer"))
    with pytest.raises(UnreadableRowError):
        world.sweep()
    assert world.lanes.woken == [tuple(LANE)]


def test_the_bus_is_looked_at_where_there_is_one() -> None:
    """The lane with something due is woken; it is late when nobody puts it for a while."""
    world = Telling(Harness(on_bus=True))
    world.directory.merchants.clear()
    world.harness.accepted()
    assert world.sweep() == (0, 1)
    assert world.lanes.woken == [BUS_LANE]
    world.harness.clock.advance(LATE)
    world.sweep()
    assert world.harness.metrics.counts[Metric.EVENT_LATE] == 0
    world.harness.clock.advance(1)
    world.sweep()
    assert world.harness.metrics.counts[Metric.EVENT_LATE] == 1
    world.harness.on_bus = False
    assert world.sweep() == (0, 0)


@pytest.mark.parametrize("error", [UnreadableRowError("newer"), UnavailableError("no answer")])
def test_a_bus_that_can_not_be_looked_at_delays_no_merchant(error: Exception) -> None:
    """Nor any other lane; and then the run fails, which an alarm sees."""
    world = waiting()
    world.harness.on_bus = True
    event = Unpublished(BusLane(BUS_LANES - 1), 0, "evt_a_1", "acme", 0)
    world.harness.ledger.unpublished.add([event])
    world.harness.ledger.unpublished.fail_next("due", error)
    with pytest.raises(type(error)):
        world.sweep()
    assert world.lanes.woken == [event.lane, LANE]


def test_every_lane_of_the_bus_is_looked_at() -> None:
    """The first, the last, and those between."""
    world = Telling(Harness(on_bus=True))
    world.harness.accepted()
    unpublished = world.harness.ledger.unpublished
    [due] = unpublished.waiting.values()
    for number in range(BUS_LANES):
        unpublished.waiting.clear()
        unpublished.add([due._replace(lane=BusLane(number))])
        world.lanes.woken.clear()
        world.sweep()
        assert world.lanes.woken == [BusLane(number)]
