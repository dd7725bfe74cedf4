"""How an event goes to its endpoint: each answer, each wait, and how an endpoint becomes well."""

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.contract.timing import WEBHOOK_STEPS
from runtime.domain import delivery
from runtime.domain.delivery import (
    LONGEST_REST,
    PAUSED_AFTER,
    REST,
    STREAK,
    WELL,
    DeliveryStatus,
    Due,
    EndpointHealth,
    Lane,
    became,
    health_after,
    resumed,
)
from runtime.domain.webhook_ports import WebhookAnswer

NOW = 1_795_341_600
TAKEN, REFUSED = WebhookAnswer(204), WebhookAnswer(500)
SILENT = WebhookAnswer(None, "timeout")

after_attempt = partial(delivery.after_attempt, steps=WEBHOOK_STEPS)


def due(attempts: int = 0) -> Due:
    """An event that was sent so often."""
    return Due(Lane("acme", 1), NOW, "evt_a_1", "payment.accepted", NOW - 60, attempts)


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_taken(status: int) -> None:
    """Standard Webhooks: an endpoint answers 2xx when it has the event."""
    told = after_attempt(due(), WebhookAnswer(status), NOW, 0.5)
    assert (told.status, told.next_at) == (DeliveryStatus.DELIVERED, None)
    assert (told.attempts, told.last_at, told.answer) == (1, NOW, str(status))


@pytest.mark.parametrize("answer", [WebhookAnswer(each) for each in (199, 301, 400, 410, 500)])
def test_anything_else_is_sent_again(answer: WebhookAnswer) -> None:
    """A redirect too: where it leads nobody has looked at."""
    told = after_attempt(due(), answer, NOW, 0.0)
    assert (told.status, told.next_at) == (DeliveryStatus.PENDING, NOW + WEBHOOK_STEPS[0])


def test_no_answer_is_told_by_its_word() -> None:
    """`timeout`, where there is no status."""
    assert after_attempt(due(), SILENT, NOW, 0.0).answer == "timeout"


def test_an_event_is_given_up_after_the_last_step() -> None:
    """The tenth attempt is the last."""
    waits = []
    for attempts in range(len(WEBHOOK_STEPS)):
        told = after_attempt(due(attempts), REFUSED, NOW, 0.0)
        assert told.status is DeliveryStatus.PENDING
        assert told.next_at is not None
        waits.append(told.next_at - NOW)
    assert tuple(waits) == WEBHOOK_STEPS
    last = after_attempt(due(len(WEBHOOK_STEPS)), REFUSED, NOW, 0.0)
    assert (last.status, last.next_at, last.attempts) == (DeliveryStatus.GIVEN_UP, None, 10)


def test_a_stack_may_have_steps_of_its_own() -> None:
    """Fewer, and shorter."""
    told = after_attempt(due(), REFUSED, NOW, 0.0, steps=(2, 3))
    assert told.next_at == NOW + 2
    last = after_attempt(due(2), REFUSED, NOW, 0.0, steps=(2, 3))
    assert last.status is DeliveryStatus.GIVEN_UP


@given(attempts=st.integers(0, len(WEBHOOK_STEPS) - 1), fraction=st.floats(0, 1, exclude_max=True))
def test_a_wait_is_spread_by_a_tenth(attempts: int, fraction: float) -> None:
    """Never shorter than the step, and never longer than the step and a tenth."""
    told = after_attempt(due(attempts), REFUSED, NOW, fraction)
    assert told.next_at is not None
    assert WEBHOOK_STEPS[attempts] <= told.next_at - NOW <= round(WEBHOOK_STEPS[attempts] * 1.1)


def test_a_paused_endpoint_is_tried_without_using_an_attempt() -> None:
    """What failed comes again with the look after the next; what is taken is delivered."""
    last = due(len(WEBHOOK_STEPS))
    told = after_attempt(last, REFUSED, NOW, 0.5, paused=True)
    assert (told.status, told.attempts) == (DeliveryStatus.PENDING, len(WEBHOOK_STEPS))
    assert (told.next_at, told.last_at) == (NOW + LONGEST_REST, NOW)
    taken = after_attempt(last, TAKEN, NOW, 0.5, paused=True)
    assert (taken.status, taken.attempts) == (DeliveryStatus.DELIVERED, len(WEBHOOK_STEPS) + 1)


def test_one_success_makes_an_endpoint_well() -> None:
    """Whatever it was before, and whatever came beside."""
    ill = EndpointHealth(99, NOW - PAUSED_AFTER, 7, NOW + 60, NOW)
    assert health_after(ill, [REFUSED, TAKEN, SILENT], NOW) == WELL


def test_a_resumed_endpoint_is_tried_at_once_and_then_well() -> None:
    """It does not rest, and of its failures nothing is left."""
    health = resumed(NOW)
    assert (health.rest_until, health.probed, health.failures) == (NOW, False, 0)
    assert health_after(health, [TAKEN], NOW) == WELL


def test_nothing_sent_changes_nothing() -> None:
    """What our own infrastructure kept back says nothing about an endpoint."""
    assert health_after(WELL, [], NOW) == WELL


def test_five_failures_in_a_row_make_it_rest() -> None:
    """Four do not."""
    four = health_after(WELL, [REFUSED] * (STREAK - 1), NOW)
    assert (four.probed, four.rest_until, four.failing_since) == (False, 0, NOW)
    five = health_after(four, [SILENT], NOW + 10)
    assert (five.probed, five.rest_until) == (True, NOW + 10 + REST)
    assert five.failing_since == NOW


def test_each_rest_is_twice_as_long() -> None:
    """Up to an hour."""
    health, rests, now = health_after(WELL, [REFUSED] * STREAK, NOW), [REST], NOW
    for _ in range(9):
        now = health.rest_until
        health = health_after(health, [REFUSED], now)
        rests.append(health.rest_until - now)
    assert all(after == min(2 * before, LONGEST_REST) for before, after in pairwise(rests))
    assert rests[-1] == LONGEST_REST


def test_a_day_of_failures_pauses_it() -> None:
    """From the first failure on; it is then tried once an hour, and stays paused."""
    health = EndpointHealth(9, NOW - PAUSED_AFTER + 1, 7)
    assert health_after(health, [REFUSED], NOW).paused_at is None
    paused = health_after(health, [REFUSED], NOW + 1)
    assert (paused.paused_at, paused.rest_until) == (NOW + 1, NOW + 1 + LONGEST_REST)
    assert health_after(paused, [REFUSED], NOW + 9_999).paused_at == NOW + 1


def test_an_endpoint_that_is_gone_is_paused_at_once() -> None:
    """410 says that it wants no more."""
    gone = health_after(WELL, [WebhookAnswer(410)], NOW)
    assert (gone.paused_at, gone.rest_until, gone.probed) == (NOW, NOW + LONGEST_REST, True)


@pytest.mark.parametrize("paused", [False, True])
def test_what_is_due_becomes_what_its_answer_says(paused: bool) -> None:  # noqa: FBT001 - a case
    """Taken, it is delivered, however often it was sent; refused, it ends with its last step only.

    At an endpoint that is only tried it never ends, and no attempt is used.
    """
    last = len(WEBHOOK_STEPS)
    for attempts in range(last + 1):
        taken, refused = (
            after_attempt(due(attempts), answer, NOW, 0.5, paused=paused)
            for answer in (TAKEN, REFUSED)
        )
        ends = attempts == last and not paused
        assert taken.status is DeliveryStatus.DELIVERED
        assert refused.status is (DeliveryStatus.GIVEN_UP if ends else DeliveryStatus.PENDING)
        assert refused.attempts == (attempts if paused else attempts + 1)


def test_what_became_of_an_event_names_it() -> None:
    """By id, type and time."""
    told = became(due(), DeliveryStatus.PENDING, next_at=NOW)
    assert (told.event_id, told.type, told.at) == ("evt_a_1", "payment.accepted", NOW - 60)
