"""The minute's look at what is due at endpoints, over fakes."""

import pytest

from runtime.contract.metrics import Metric
from runtime.domain.delivery import LATE, EndpointHealth, resumed
from runtime.domain.errors import UnavailableError, UnreadableRowError
from runtime.domain.merchant import Merchant
from runtime.domain.webhook import SECRET_AGE
from tests.fakes.endpoint import telling
from tests.runtime.use_cases.telling import LANE, Telling


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


def test_what_is_unreadable_of_one_merchant_delays_no_other() -> None:
    """The others are woken first, and then the run fails, which an alarm sees."""
    world = waiting()
    made_at = world.harness.clock.now()
    world.directory.merchants = {
        "bistro": telling("bistro", made_at=made_at),
        "acme": telling(made_at=made_at),
    }
    world.harness.ledger.events.fail_next("health", UnreadableRowError("newer"))
    with pytest.raises(UnreadableRowError):
        world.sweep()
    assert world.lanes.woken == [tuple(LANE)]
