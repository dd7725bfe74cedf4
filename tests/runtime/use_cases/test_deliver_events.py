"""Telling a merchant, over fakes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from runtime.contract.metrics import Metric
from runtime.contract.timing import WEBHOOK_STEPS
from runtime.domain.delivery import (
    LONGEST_REST,
    WELL,
    DeliveryStatus,
    Due,
    EndpointHealth,
)
from runtime.domain.errors import UnavailableError, UnreadableRowError
from runtime.domain.events import EventType, event_id
from runtime.domain.merchant import Merchant
from runtime.domain.webhook_ports import WebhookAnswer
from runtime.use_cases.deliver_events import Sent, deliver_events
from runtime.use_cases.read_events import find_event
from runtime.wire.events import event_body
from tests.fakes.endpoint import REFUSED, SECRET, SILENT, URL
from tests.fakes.payments import ID
from tests.runtime.use_cases.telling import LANE, Telling
from tests.runtime.use_cases.test_read_events import reading


def paid() -> Telling:
    """A payment that succeeded, of which nothing was told yet."""
    world = Telling()
    world.harness.succeeded()
    return world


def status(world: Telling, seq: int = 1) -> DeliveryStatus:
    """Where an event's delivery stands."""
    return world.harness.ledger.events.became["acme", event_id(ID, seq)].status


def test_every_step_is_told_once() -> None:
    """What the merchant sees is due with the step, and no more once it was taken."""
    world = paid()
    assert len(world.due) == 3
    assert world.deliver().taken == 3
    told = [json.loads(each.body)["type"] for each in world.sender.posted]
    steps = (EventType.ACCEPTED, EventType.PROCESSING, EventType.SUCCEEDED)
    assert sorted(told) == sorted(steps)
    assert not world.due
    assert world.deliver() == (0, 0, 0, None)


def test_what_is_sent_is_the_event_signed_for_its_endpoint() -> None:
    """Its id is the message's; the time is that of sending."""
    world = paid()
    world.deliver()
    first = world.sender.posted[0]
    event = find_event(first.headers["Webhook-Id"], "acme", reading(world.harness))
    now = world.harness.clock.now()
    assert (first.url, first.body) == (URL, event_body(event))
    assert first.headers == {
        "Content-Type": "application/json",
        "User-Agent": "Tillstack",
        "Webhook-Id": event.id,
        "Webhook-Timestamp": str(now),
        "Webhook-Signature": f"v1,{SECRET}.acme.{event.id}.{now}.{len(first.body)}",
    }


def test_a_payment_of_a_merchant_without_an_endpoint_is_due_nowhere() -> None:
    """Nothing is written for it, and nothing sent."""
    world = Telling()
    world.harness.tells = False
    world.harness.succeeded()
    assert not world.due
    assert world.deliver() == (0, 0, 0, None)


@pytest.mark.parametrize("merchant", [None, Merchant(name="acme")], ids=["unknown", "no endpoint"])
def test_without_an_endpoint_what_is_due_waits(merchant: Merchant | None) -> None:
    """Until there is one again."""
    world = paid()
    world.directory.merchants = {"acme": merchant} if merchant else {}
    assert world.deliver() == (0, 0, 0, None)
    assert (len(world.due), world.sender.posted) == (3, [])


def test_what_was_refused_is_sent_again_in_five_seconds() -> None:
    """By the same call, while it has time: nobody else would before a sweep."""
    world = paid()
    world.sender.answers.extend([REFUSED] * 3)
    assert world.deliver() == (3, 3, 0, None)
    assert sum(world.waited) >= WEBHOOK_STEPS[0]
    assert {status(world, 1), status(world, 2)} == {DeliveryStatus.DELIVERED}


def test_short_of_time_the_rest_stays_due() -> None:
    """An answer takes ten seconds at most, and what it was must be written."""
    world = paid()
    world.left = 19
    assert world.deliver() == (0, 0, 0, None)
    assert len(world.due) == 3


def test_a_repeat_is_the_same_message() -> None:
    """Id and content, whatever was answered."""
    world = paid()
    world.sender.answers.append(SILENT)
    world.deliver()
    first, *others = world.sender.posted
    [again] = [each for each in others if each.headers["Webhook-Id"] == first.headers["Webhook-Id"]]
    assert again.body == first.body


def test_an_endpoint_that_fails_is_left_alone() -> None:
    """After five failures in a row, and then one event is sent to see how it is."""
    world = paid()
    world.sender.otherwise = REFUSED
    world.deliver()
    sent = len(world.sender.posted)
    health = world.harness.ledger.events.health("acme")
    assert health.probed
    assert health.rest_until > world.harness.clock.now()
    world.left = 60
    assert world.deliver() == (0, 0, 0, None)
    world.harness.clock.advance(400)
    assert world.deliver().refused == 1
    assert len(world.sender.posted) == sent + 1


def test_what_the_other_lane_learned_meanwhile_is_kept() -> None:
    """Its failures count as well, and the rest that it wrote is not written over."""
    world = paid()
    ill = EndpointHealth(6, 1, 1, world.harness.clock.now() + 60)

    def side_by_side(work: Callable[[Due], Sent], all_of: Sequence[Due]) -> list[Sent]:
        world.harness.ledger.events.endpoints["acme"] = ill
        return [work(each) for each in all_of]

    world.sender.otherwise = REFUSED
    ports = replace(world.ports(), side_by_side=side_by_side)
    assert deliver_events(LANE, ports).refused == 3
    health = world.harness.ledger.events.health("acme")
    assert (health.failures, health.failing_since, health.rests) == (9, 1, 2)


def test_one_success_ends_the_rest() -> None:
    """And the others follow at once."""
    world = paid()
    world.harness.ledger.events.endpoints["acme"] = EndpointHealth(6, 1, 1, 0)
    assert world.deliver().taken == 3
    assert world.harness.ledger.events.health("acme") == WELL


def test_a_paused_endpoint_is_tried_with_one_event_after_another() -> None:
    """A look uses up no attempt, and what failed goes to the end: it bars no others for ever."""
    world = paid()
    first, *others = world.due
    world.harness.ledger.events.endpoints["acme"] = EndpointHealth(50, 1, 9, 0, paused_at=2)
    world.sender.otherwise = REFUSED
    assert world.deliver().refused == 1
    later = first._replace(due_at=world.harness.clock.now() + LONGEST_REST)
    assert world.due == [*others, later]
    assert world.harness.ledger.events.health("acme").paused_at == 2


def test_gone_pauses_at_once() -> None:
    """410: nobody is asked again until an hour has passed."""
    world = paid()
    world.sender.otherwise = WebhookAnswer(410)
    world.deliver()
    assert world.harness.ledger.events.health("acme").paused_at is not None


def test_an_event_is_given_up_with_an_alarm() -> None:
    """After its last step, and is due no more."""
    world = Telling()
    world.harness.accepted()
    [first] = world.due
    world.harness.ledger.events.waiting.clear()
    world.harness.ledger.events.add([first._replace(attempts=len(WEBHOOK_STEPS))])
    world.sender.otherwise = REFUSED
    assert world.deliver().refused == 1
    assert (world.due, status(world)) == ([], DeliveryStatus.GIVEN_UP)
    assert world.harness.metrics.counts[Metric.EVENT_GIVEN_UP] == 1


@pytest.mark.parametrize("method", ["due", "health", "put_off", "finish"])
def test_our_own_failure_ends_the_lane_and_loses_nothing(method: str) -> None:
    """The message is done with: the sweeper comes back, and the lane is not barred until then."""
    world = paid()
    world.sender.answers.append(REFUSED)
    world.harness.ledger.events.fail_next(method, UnavailableError("no answer"))
    assert world.deliver().failure
    world.left = 60
    world.harness.clock.advance(60)
    world.deliver()
    assert not world.due


def test_a_key_service_that_does_not_answer_sends_nothing() -> None:
    """Unsigned is not sent, and the endpoint is not to blame."""
    world = paid()
    for _ in range(3):
        world.signer.fail_next("sign", UnavailableError("no answer"))
    done = world.deliver()
    assert (done.taken, done.refused, done.unsent) == (0, 0, 3)
    assert done.failure is not None
    assert world.harness.ledger.events.health("acme") == WELL


def test_a_merchant_that_can_not_be_read_parks_its_message() -> None:
    """After its receives a person sees it among the dead letters."""
    world = paid()
    world.directory.fail_next("get", UnreadableRowError("unreadable"))
    with pytest.raises(UnreadableRowError):
        world.deliver()
