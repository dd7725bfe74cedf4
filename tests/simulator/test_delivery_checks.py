"""The checks of endpoints are shown lies, and find each of them."""

from collections.abc import Callable

import pytest

from runtime.contract.timing import WEBHOOK_STEPS
from runtime.domain.delivery import (
    LONGEST_REST,
    PAUSED_AFTER,
    REST,
    WELL,
    DeliveryStatus,
    EndpointHealth,
    Told,
    became,
)
from runtime.domain.events import event_id
from runtime.domain.webhook_ports import WebhookAnswer
from simulator.delivery_checks import (
    comes_as_it_is,
    delivered_is_taken,
    due_once,
    every_event_is_told,
    health_is_kept,
    in_turn,
    left_alone,
    nothing_waits,
    waits,
)
from simulator.delivery_lies import EVENT, ID, due, given_up, never_came, told, waiting
from simulator.observed import Observed

NOW = 1_795_341_600
TAKEN, REFUSED, GONE = WebhookAnswer(200), WebhookAnswer(500), WebhookAnswer(410)
OTHER = event_id(ID, 2)


def late(observed: Observed) -> None:
    """The first event is due for long."""
    waiting(observed, due(NOW))


@pytest.fixture(scope="module")
def body() -> bytes:
    """The first event as it is sent."""
    return told().observed.bodies[EVENT]


def test_what_comes_is_the_merchants_own_event_as_it_is(body: bytes) -> None:
    """I23: another merchant's, another event's, a changed one and one of no ledger are found."""
    observed = told().observed
    assert list(comes_as_it_is(observed, "acme", EVENT, body)) == []
    assert len(list(comes_as_it_is(observed, "bolt", EVENT, body))) == 1
    assert len(list(comes_as_it_is(observed, "acme", OTHER, body))) == 2
    changed = body.replace(b"2500", b"9900")
    assert len(list(comes_as_it_is(observed, "acme", EVENT, changed))) == 1
    unknown = event_id(ID, 99)
    assert any("in no ledger" in x for x in comes_as_it_is(observed, "acme", unknown, body))


def test_an_event_is_due_once() -> None:
    """I24: twice is found, unless somebody asked; so is one that had all its attempts."""
    observed = told().observed
    waiting(observed, due(1), due(2))
    assert len(list(due_once(observed, EVENT))) == 1
    observed.asked[EVENT] = 1
    assert list(due_once(observed, EVENT)) == []
    waiting(observed, due(1, attempts=10))
    assert len(list(due_once(observed, EVENT))) == 1


def test_a_payment_that_tells_nobody_is_due_nowhere() -> None:
    """I24: its merchant had no endpoint, and nobody asked."""
    observed = told().observed
    observed.first[ID] = observed.first[ID].model_copy(update={"tells_merchant": False})
    waiting(observed, due(1))
    assert len(list(due_once(observed, EVENT))) == 1


def test_an_endpoint_that_rests_is_left_alone() -> None:
    """I24: so long, and then it is tried with one event; nobody sends without a look."""
    probed = EndpointHealth(failures=5, rest_until=NOW)
    assert list(left_alone(probed, 0, NOW)) == []
    assert len(list(left_alone(probed, 0, NOW - 1))) == 1
    assert len(list(left_alone(probed, 1, NOW))) == 1
    assert list(left_alone(WELL, 7, NOW)) == []
    assert len(list(left_alone(None, 0, NOW))) == 1


@pytest.mark.parametrize(
    ("attempts", "wait", "paused", "faults"),
    [
        (1, WEBHOOK_STEPS[0], False, 0),
        (1, WEBHOOK_STEPS[0] - 1, False, 1),
        (1, 2 * WEBHOOK_STEPS[0], False, 1),
        (2, WEBHOOK_STEPS[0], False, 1),
        (0, LONGEST_REST, True, 0),
        (1, LONGEST_REST, True, 1),
    ],
)
def test_a_wait_is_that_of_its_step(attempts: int, wait: int, faults: int, *, paused: bool) -> None:
    """I24: neither shorter nor longer, and counted; a trial of a paused endpoint counts nothing."""
    health = EndpointHealth(paused_at=1) if paused else WELL
    pending = DeliveryStatus.PENDING
    ended = became(due(), pending, attempts=attempts, last_at=NOW, next_at=NOW + wait)
    assert len(list(waits(due(), ended, health))) == faults


FAILED = EndpointHealth(4, NOW - 60)
RESTS = EndpointHealth(5, NOW - 60, 1, NOW + REST)
HEALTHS = [
    (FAILED, [TAKEN, REFUSED], WELL, 0),
    (FAILED, [TAKEN], FAILED, 1),
    (FAILED, [REFUSED], RESTS, 0),
    (FAILED, [REFUSED], FAILED, 1),
    (FAILED, [REFUSED], EndpointHealth(5, NOW, 1, NOW + REST), 1),
    (FAILED, [REFUSED], EndpointHealth(5, NOW - 60), 1),
    (RESTS, [REFUSED], EndpointHealth(6, NOW - 60, 2, NOW + REST), 1),
    (WELL, [REFUSED], EndpointHealth(1, NOW), 0),
    (WELL, [REFUSED], EndpointHealth(1, NOW, 1, NOW + REST), 1),
    (WELL, [GONE], EndpointHealth(1, NOW, 1, NOW + LONGEST_REST, NOW), 0),
    (WELL, [GONE], EndpointHealth(1, NOW), 1),
    (EndpointHealth(1, NOW - PAUSED_AFTER), [REFUSED], EndpointHealth(2, NOW - PAUSED_AFTER), 1),
]


@pytest.mark.parametrize(("before", "answers", "after", "faults"), HEALTHS)
def test_how_an_endpoint_is_follows_from_its_answers(
    before: EndpointHealth, answers: list[WebhookAnswer], after: EndpointHealth, faults: int
) -> None:
    """I24: what is kept otherwise is found."""
    assert len(list(health_is_kept(before, answers, after, NOW))) == faults


def test_what_failed_comes_after_what_was_due_then() -> None:
    """I24: the same event again while another waits is found, unless both were met at once."""
    observed = told().observed
    observed.endpoints["acme"].failed[EVENT] = NOW
    waiting(observed, due(NOW - 1, event=OTHER))
    assert len(list(in_turn(observed, due(NOW), {EVENT}))) == 1
    assert list(in_turn(observed, due(NOW), {EVENT, OTHER})) == []
    waiting(observed, due(NOW + 1, event=OTHER))
    assert list(in_turn(observed, due(NOW), {EVENT})) == []


@pytest.mark.parametrize("lie", [never_came, given_up])
def test_an_event_that_is_not_told_is_found(lie: Callable[[Observed], None]) -> None:
    """I22: lost, or given up in silence."""
    observed = told("refuses", "is not there").observed
    assert list(every_event_is_told(observed)) == []
    lie(observed)
    assert len(list(every_event_is_told(observed))) == 1


def test_an_event_may_wait_for_a_paused_endpoint_whose_alarm_rang() -> None:
    """I22: also where there is none; an endpoint that is well takes it."""
    observed = told().observed
    never_came(observed)
    late(observed)
    endpoint, healths = observed.endpoints["acme"], observed.store.events.endpoints
    assert len(list(every_event_is_told(observed))) == 1
    healths["acme"] = EndpointHealth(paused_at=NOW)
    assert len(list(every_event_is_told(observed))) == 1
    endpoint.rung["WebhookPaused"] += 1
    assert len(list(every_event_is_told(observed))) == 1
    endpoint.told.add(f"webhook-acme-{NOW}")
    assert list(every_event_is_told(observed)) == []
    healths.clear()
    endpoint.merchant = endpoint.merchant.with_webhook(None)
    assert list(every_event_is_told(observed)) == []


def test_what_could_be_sent_and_waits_is_found() -> None:
    """I22: not where the endpoint is only tried, or is none, or was either a moment ago."""
    observed = told().observed
    late(observed)
    assert list(nothing_waits(observed, NOW + 60)) == []
    assert len(list(nothing_waits(observed, NOW + 9_000))) == 1
    observed.endpoints["acme"].free_since = NOW + 8_990
    assert list(nothing_waits(observed, NOW + 9_000)) == []
    assert len(list(nothing_waits(observed, NOW + 9_600))) == 1
    observed.store.events.endpoints["acme"] = EndpointHealth(failures=5)
    assert list(nothing_waits(observed, NOW + 9_000)) == []


def test_what_counts_as_delivered_was_taken() -> None:
    """I22: an endpoint that refused it has it not."""
    observed = told().observed
    ended = Told(EVENT, "", 0, DeliveryStatus.DELIVERED, 1)
    assert list(delivered_is_taken(observed, "acme", ended)) == []
    never_came(observed)
    assert len(list(delivered_is_taken(observed, "acme", ended))) == 1
