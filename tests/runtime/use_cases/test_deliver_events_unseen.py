"""Events that are due and that the ledger does not show, over fakes."""

from dataclasses import replace

from runtime.contract.metrics import Metric
from runtime.contract.timing import WEBHOOK_STEPS
from runtime.domain.delivery import WELL, DeliveryStatus, Lane
from runtime.domain.errors import UnreadableRowError
from runtime.use_cases.deliver_events import deliver_events
from tests.fakes import FakePaymentQueries
from tests.fakes.endpoint import telling
from tests.runtime.use_cases.telling import LANE
from tests.runtime.use_cases.test_deliver_events import paid, status


def test_what_the_ledger_does_not_show_yet_is_not_lost() -> None:
    """What is due may be seen before the row that was written with it: it is looked for again."""
    world = paid()
    hidden = dict(world.harness.ledger.rows)
    world.harness.ledger.rows.clear()
    world.left = 20
    assert world.deliver() == (0, 0, 3, None)
    assert status(world) is DeliveryStatus.PENDING
    world.harness.ledger.rows.update(hidden)
    world.left = 60
    world.harness.clock.advance(10)
    assert world.deliver().taken == 3
    assert world.harness.metrics.counts[Metric.EVENT_GIVEN_UP] == 0


def test_what_a_newer_version_wrote_waits_for_one_that_reads_it() -> None:
    """While both versions run, an event is put off and not given up."""
    world = paid()
    world.left = 20
    queries = FakePaymentQueries(world.harness.ledger)
    for _ in range(3):
        queries.fail_next("get", UnreadableRowError("newer"))
    assert deliver_events(LANE, replace(world.ports(), queries=queries)).unsent == 3
    assert len(world.due) == 3
    assert world.harness.ledger.events.health("acme") == WELL


def test_what_the_ledger_does_not_hold_is_given_up() -> None:
    """It was brought back from before it: nothing is invented, and with the last step it rings."""
    world = paid()
    world.harness.ledger.rows.clear()
    for _ in WEBHOOK_STEPS:
        world.left = 20
        assert world.deliver() == (0, 0, 3, None)
        world.harness.clock.advance(2 * max(WEBHOOK_STEPS))
    assert world.harness.metrics.counts[Metric.EVENT_GIVEN_UP] == 0
    assert world.deliver() == (0, 0, 3, None)
    assert (world.due, world.sender.posted) == ([], [])
    assert world.harness.metrics.counts[Metric.EVENT_GIVEN_UP] == 3


def test_another_merchants_payment_is_never_sent() -> None:
    """Even where a lane names it."""
    world = paid()
    world.directory.merchants["bistro"] = telling("bistro")
    lane = Lane("bistro", LANE.number)
    world.harness.ledger.events.add([each._replace(lane=lane) for each in world.due])
    world.left = 20
    assert world.deliver(lane) == (0, 0, 3, None)
    assert world.sender.posted == []
