"""Merchants are told in the simulated environment, whatever their endpoints do."""

import pytest

from runtime.domain.delivery import DeliveryStatus, EndpointHealth
from runtime.domain.webhook_ports import WebhookAnswer
from simulator.delivering import ends_silently, sweep_once
from simulator.delivery_lies import EVENT, ID, LANE, due, told, waiting
from simulator.endpoints import FATES, disbelieved, signatures
from simulator.event_ports import SimLanes, side_by_side
from simulator.fault_injection import Options
from simulator.harness import BrokenPromiseError, Harness
from simulator.invocation import Invocation
from simulator.lies import finished
from simulator.scheduler import Crash
from simulator.telling import everybody_is_told


@pytest.mark.parametrize("fate", FATES)
def test_an_endpoint_is_told_whatever_it_did_first(fate: str) -> None:
    """Every event is taken, and more than once where it was taken without an answer."""
    observed = told(fate).observed
    endpoint = observed.endpoints["acme"]
    assert min(endpoint.took[one] for one in observed.bodies) == 1
    again = FATES[fate].takes and not FATES[fate].answer.taken
    assert max(endpoint.took.values()) == 1 + again
    assert {one.status for one in observed.store.events.became.values()} == {
        DeliveryStatus.DELIVERED
    }


def test_a_signature_is_believed_for_its_own_event_alone() -> None:
    """By one of the secrets that the endpoint trusts; another body is not."""
    endpoint = told().observed.endpoints["acme"]
    [secret] = endpoint.trusted
    said = signatures("acme", ["old", secret], EVENT, 7, b"{}")
    headers = {"Webhook-Id": EVENT, "Webhook-Timestamp": "7", "Webhook-Signature": said}
    assert list(disbelieved(endpoint, headers, b"{}")) == []
    assert len(list(disbelieved(endpoint, headers, b"[]"))) == 1
    endpoint.trusted = {"another"}
    assert len(list(disbelieved(endpoint, headers, b"{}"))) == 1


def test_whoever_ends_a_payment_and_wakes_nobody_is_found() -> None:
    """The run whose change it was, unless the ledger's answer was lost to it."""
    harness = told()
    [ended] = [c for c in harness.observed.store.changes if c.entries[-1].type == "succeeded"]
    run, lanes = Invocation(harness, "processor", 30), SimLanes(Invocation(harness, "test", 30))
    run.request_id, run.changes = ended.entries[-1].request_id, 0
    assert len(list(ends_silently(run, lanes))) == 1
    lanes.woken.add(LANE)
    assert list(ends_silently(run, lanes)) == []
    lanes.woken.clear()
    run.refused.append("ledger.commit")
    assert list(ends_silently(run, lanes)) == []


def test_an_event_that_is_left_at_the_end_is_found() -> None:
    """Nobody sweeps any more, and it is due."""
    harness = told()
    harness.scheduler.closed = False
    harness.scheduler._events.clear()
    waiting(harness.observed, due(harness.scheduler.now))
    everybody_is_told(harness)
    assert isinstance(harness.scheduler.error, BrokenPromiseError)
    assert EVENT in str(harness.scheduler.error)


def test_a_paused_endpoint_rings_with_each_sweep() -> None:
    """And nobody is woken while it rests."""
    harness = told()
    harness.scheduler.closed = False
    health = EndpointHealth(5, 1, 1, harness.scheduler.now + 600, harness.scheduler.now)
    harness.observed.store.events.endpoints["acme"] = health
    before = harness.metrics["WebhookPaused"]
    harness.scheduler.after(0, lambda: harness.scheduler.start(lambda: sweep_once(harness)))
    harness.scheduler.run(harness.scheduler.now)
    assert harness.metrics["WebhookPaused"] == before + 1
    assert not any(harness.lane_queue.waiting.values())
    harness.scheduler.close()


def test_a_run_that_dies_in_one_of_several_ends_all_of_them() -> None:
    """As the threads of a function end with its process."""
    harness = Harness("test", Options())
    run, ended = Invocation(harness, "deliver_events", 60), list[int]()

    def work(number: int) -> WebhookAnswer:
        if number:
            run.dead = True
            raise Crash
        ended.append(number)
        return WebhookAnswer(200)

    def both() -> None:
        side_by_side(run, work, [0, 1])
        ended.append(99)

    harness.scheduler.after(0, lambda: harness.scheduler.start(both))
    harness.scheduler.run(harness.scheduler.now + 5)
    assert ended == [0]
    assert harness.scheduler.error is None
    harness.scheduler.close()


def test_where_nobody_has_an_endpoint_nothing_is_due() -> None:
    """The row says so; nobody sweeps, and no lane is woken."""
    observed = finished()
    assert not observed.store.rows[ID].tells_merchant
    assert (observed.store.events.waiting, observed.store.events.became) == ({}, {})
