"""The step function where it must wait: prepare, windows, early messages, lookups."""

import pytest

from runtime.domain.payment import MailStatus, Status
from runtime.domain.psp import Kind, Outcome
from tests.fakes.payments import ID, REF, TIMEOUT, TIMING, World
from tests.fakes.run import deliver, run_to_rest

REFUSED = Outcome(Kind.RETRYABLE, "provider_unavailable")
DECLINED = Outcome(Kind.DECLINED, "card_declined", "insufficient_funds")
REJECTED = Outcome(Kind.REJECTED, "provider_rejected")


@pytest.fixture(name="world")
def _world() -> World:
    return World()


@pytest.mark.parametrize("outcome", [DECLINED, REJECTED])
def test_a_prepare_that_is_refused_for_good_fails_without_an_attempt(
    world: World, outcome: Outcome
) -> None:
    """`give_up`: no attempt was made, and a mail is owed."""
    world.accepted()
    world.psp.script("prepare", [outcome])
    deliver(world)
    assert world.story() == ["accept", "give_up"]
    assert world.row().attempt_count == 0
    assert world.row().notification.status is MailStatus.DUE


@pytest.mark.parametrize("outcome", [TIMEOUT, REFUSED])
def test_a_prepare_without_an_answer_waits_and_counts_nothing(
    world: World, outcome: Outcome
) -> None:
    """The payment stays queued, on the polling steps, with no entry written."""
    payment = world.accepted()
    world.psp.script("prepare", [outcome])
    deliver(world)
    assert world.row().version == payment.version
    assert world.row().due_at == world.clock.now() + 5 + TIMING.first_sweep
    assert world.queue.sent == [(ID, 5)]


@pytest.mark.fault(
    "F28",
    sees="`failed` with `charge_window_passed`, or the outcome that it had",
    does="A payment past its window is never charged; a final one has nothing to do",
)
def test_a_queued_payment_is_not_charged_after_its_window(world: World) -> None:
    """`give_up` where the window passed before anybody claimed it; the PSP is not called."""
    payment = world.accepted()
    world.clock.time = payment.charge_until
    deliver(world)
    assert world.story() == ["accept", "give_up"]
    assert world.psp.calls == []


@pytest.mark.fault(
    "F48",
    sees="`failed` with `charge_window_passed`",
    does="Cancels at the PSP first, then fails; no charge leaves after 20 h",
)
def test_a_waiting_payment_is_not_charged_after_its_window(world: World) -> None:
    """`read_back`, then `fail`: canceled at the PSP and failed, with one attempt made."""
    payment = world.waiting()
    world.clock.time = payment.charge_until
    deliver(world)
    assert world.story() == ["accept", "claim", "retry_later", "read_back", "fail"]
    assert world.error_code() == "charge_window_passed"
    assert world.psp.called("charge") == []


def test_a_message_that_comes_too_early_changes_nothing(world: World) -> None:
    """Before `next_attempt_at` the message is acknowledged and `due_at` stands."""
    payment = world.waiting()
    deliver(world)
    assert world.row() == payment
    assert world.queue.sent == []


def test_a_retry_whose_lookup_gets_no_answer_waits(world: World) -> None:
    """`claim_again` begins with a read; without an answer nothing is claimed."""
    payment = world.waiting()
    world.clock.advance(10)
    world.psp.script("lookup", [TIMEOUT])
    deliver(world)
    assert world.row().version == payment.version
    assert world.psp.called("charge") == []


def test_a_retry_that_finds_the_payment_paid_books_it(world: World) -> None:
    """A late confirm is found by the lookup before the next attempt: no second charge call."""
    world.waiting()
    world.psp.take(REF)
    world.clock.advance(10)
    deliver(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.psp.called("charge") == []


@pytest.mark.fault(
    "F46",
    sees="`succeeded`, not `failed`",
    does=(
        "`failed` is written only after the PSP confirmed the cancel; a paid object says so instead"
    ),
)
def test_a_confirm_that_lands_after_the_read_is_found(world: World) -> None:
    """F46: attempts used, read says not charged, the late confirm lands: cancel reveals it."""
    world.accepted()
    world.psp.script("charge", [REFUSED, REFUSED, REFUSED, TIMEOUT])

    def land(ref: str) -> object:
        return world.psp.take(ref)

    world.psp.script("cancel", [land])
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.psp.charges == [REF]
