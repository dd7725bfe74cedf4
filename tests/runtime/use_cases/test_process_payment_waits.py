"""The step function where it must wait: prepare, windows, early messages, lookups."""

import pytest

from runtime.domain.payment import MailStatus, Status
from runtime.domain.psp import Outcome, OutcomeKind, PspObject, PspRecord, PspState
from tests.fakes.payments import ID, REF, TIMEOUT, TIMING, Harness
from tests.fakes.run import deliver, run_to_rest

REFUSED = Outcome(OutcomeKind.RETRYABLE, "provider_unavailable")
DECLINED = Outcome(OutcomeKind.DECLINED, "card_declined", "insufficient_funds")
REJECTED = Outcome(OutcomeKind.REJECTED, "provider_rejected")


@pytest.fixture(name="harness")
def _harness() -> Harness:
    return Harness()


@pytest.mark.parametrize("outcome", [DECLINED, REJECTED])
def test_a_prepare_that_is_refused_for_good_fails_without_an_attempt(
    harness: Harness, outcome: Outcome
) -> None:
    """`give_up`: no attempt was made, and a mail is owed."""
    harness.accepted()
    harness.psp.script("prepare", [outcome])
    deliver(harness)
    assert harness.history() == ["accept", "give_up"]
    assert harness.row().attempt_count == 0
    assert harness.row().notification.status is MailStatus.DUE


@pytest.mark.parametrize("outcome", [TIMEOUT, REFUSED])
def test_a_prepare_without_an_answer_waits_and_counts_nothing(
    harness: Harness, outcome: Outcome
) -> None:
    """The payment stays queued, on the polling steps, with no entry written."""
    payment = harness.accepted()
    harness.psp.script("prepare", [outcome])
    deliver(harness)
    assert harness.row().version == payment.version
    assert harness.row().due_at == harness.clock.now() + 5 + TIMING.first_sweep
    assert harness.queue.sent == [(ID, 5)]


@pytest.mark.fault(
    "F28",
    sees="`failed` with `charge_window_passed`, or the outcome that it had",
    does="A payment past its window is never charged; a final one has nothing to do",
)
def test_a_queued_payment_is_not_charged_after_its_window(harness: Harness) -> None:
    """`give_up` where the window passed before anybody claimed it; the PSP is not called."""
    payment = harness.accepted()
    harness.clock.time = payment.charge_until
    deliver(harness)
    assert harness.history() == ["accept", "give_up"]
    assert harness.psp.calls == []


@pytest.mark.fault(
    "F48",
    sees="`failed` with `charge_window_passed`",
    does="Cancels at the PSP first, then fails; no charge leaves after 20 h",
)
def test_a_waiting_payment_is_not_charged_after_its_window(harness: Harness) -> None:
    """`read_back`, then `fail`: canceled at the PSP and failed, with one attempt made."""
    payment = harness.waiting()
    harness.clock.time = payment.charge_until
    deliver(harness)
    assert harness.history() == ["accept", "claim", "retry_later", "read_back", "fail"]
    assert harness.error_code() == "charge_window_passed"
    assert harness.psp.called("charge") == []


def test_a_message_that_comes_too_early_changes_nothing(harness: Harness) -> None:
    """Before `next_attempt_at` the message is acknowledged and `due_at` stands."""
    payment = harness.waiting()
    deliver(harness)
    assert harness.row() == payment
    assert harness.queue.sent == []


def test_a_retry_looks_before_it_claims(harness: Harness) -> None:
    """What the PSP says of the attempt before is known before the next one uses itself up."""
    payment = harness.waiting()
    harness.clock.time = payment.next_attempt_at or 0
    seen: list[int] = []

    def look(ref: str) -> PspRecord:
        seen.append(harness.row().attempt_count)
        return harness.psp.book[ref]

    harness.psp.script("lookup", [look])
    deliver(harness)
    assert seen == [1]
    assert harness.row().attempt_count == 2


def test_a_retry_whose_lookup_gets_no_answer_waits(harness: Harness) -> None:
    """`claim_again` begins with a read; without an answer nothing is claimed."""
    payment = harness.waiting()
    harness.clock.advance(10)
    harness.psp.script("lookup", [TIMEOUT])
    deliver(harness)
    assert harness.row().version == payment.version
    assert harness.psp.called("charge") == []


def test_a_retry_that_finds_the_payment_paid_books_it(harness: Harness) -> None:
    """A late confirm is found by the lookup before the next attempt: no second charge call."""
    harness.waiting()
    harness.psp.take(REF)
    harness.clock.advance(10)
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.psp.called("charge") == []


@pytest.mark.fault(
    "F46",
    sees="`succeeded`, not `failed`",
    does=(
        "`failed` is written only after the PSP confirmed the cancel; a paid object says so instead"
    ),
)
def test_a_confirm_that_lands_after_the_read_is_found(harness: Harness) -> None:
    """F46: attempts used, read says not charged, the late confirm lands: cancel reveals it."""
    harness.accepted()
    harness.psp.script("charge", [REFUSED, REFUSED, REFUSED, TIMEOUT])

    def land(ref: str) -> object:
        return harness.psp.take(ref)

    harness.psp.script("cancel", [land])
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.psp.charges == [REF]


def test_a_window_that_closes_while_the_object_is_made_lets_no_charge_leave(
    harness: Harness,
) -> None:
    """What was prepared is canceled, and the next look gives up."""
    payment = harness.accepted()

    def slowly(ref: str) -> PspObject:
        harness.clock.time = payment.charge_until
        return PspObject(ref)

    harness.psp.script("prepare", [slowly])
    deliver(harness)
    assert harness.psp.called("charge") == []
    assert harness.psp.book[REF].state is PspState.CANCELED
    run_to_rest(harness)
    assert harness.history() == ["accept", "give_up"]
