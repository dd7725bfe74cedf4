"""From what the PSP's record says to what the payment becomes."""

from dataclasses import replace

import pytest

from runtime.domain.payment import Payment, Status
from runtime.domain.psp import Outcome, OutcomeKind, PspCharge, PspRecord, PspState
from runtime.domain.psp_verdict import (
    TABLE,
    ChargeShown,
    Facts,
    Received,
    Verdict,
    evidence_of,
)
from runtime.use_cases.apply_psp_record import read_and_apply_psp_record, ref_of
from tests.fakes.payments import ID, REF, TIMEOUT, TIMING, Harness, paid


@pytest.fixture(name="harness")
def _harness() -> Harness:
    harness = Harness()
    harness.verifying()
    return harness


def read(harness: Harness) -> None:
    """One look at the PSP's record."""
    read_and_apply_psp_record(harness.row(), harness.processing())


def test_a_record_that_passes_every_check_succeeds(harness: Harness) -> None:
    """`succeed`, with each check's result on the payment."""
    harness.psp.take(REF)
    read(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert all(check.passed for check in harness.row().verification.checks)


REFUNDED = PspCharge("ch_1", paid=True, captured=True, refunded=True, disputed=False)
DISPUTED = replace(REFUNDED, refunded=False, disputed=True)


@pytest.mark.parametrize(
    "facts",
    [
        {"amount_received": 1},
        {"state": PspState.HELD},
        {"currency": "usd"},
        {"livemode": True},
        {"charge": REFUNDED},
        {"charge": DISPUTED},
    ],
)
def test_a_record_that_differs_goes_to_a_person(harness: Harness, facts: dict[str, object]) -> None:
    """`park`: parked with an alarm and without a mail."""
    harness.psp.script("lookup", [paid(harness.row(), **facts)])
    read(harness)
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.error_code() == "verification_mismatch"
    assert harness.metrics.counts["RequiresReview"] == 1
    assert harness.notification_queue.sent == []


def test_a_definitive_decline_fails_without_a_cancel(harness: Harness) -> None:
    """`fail` with the PSP's own code; nothing can follow a definitive decline."""
    no = Outcome(OutcomeKind.DECLINED, "expired_card", "expired_card")
    harness.psp.set(REF, state=PspState.DECLINED, decline=no)
    read(harness)
    assert harness.row().status is Status.FAILED
    assert harness.error_code() == "expired_card"
    assert harness.psp.called("cancel") == []


def test_a_payer_who_is_needed_fails_after_a_cancel(harness: Harness) -> None:
    """3-D Secure can't be done off session: canceled first, then failed."""
    harness.psp.set(REF, state=PspState.NEEDS_PAYER)
    read(harness)
    assert harness.row().status is Status.FAILED
    assert harness.error_code() == "authentication_required"
    assert harness.psp.book[REF].state is PspState.CANCELED


def test_an_object_canceled_by_somebody_else_fails(harness: Harness) -> None:
    """Canceled is not charged, for good."""
    harness.psp.set(REF, state=PspState.CANCELED)
    read(harness)
    assert harness.row().status is Status.FAILED


def test_not_charged_is_tried_again_while_there_are_attempts(harness: Harness) -> None:
    """`try_again`: back to processing, with a time for the next attempt."""
    read(harness)
    assert harness.row().status is Status.PROCESSING
    assert harness.row().next_attempt_at == harness.clock.now() + 10
    assert harness.queue.sent == [(ID, 10)]


def test_not_charged_after_the_window_is_canceled_and_failed(harness: Harness) -> None:
    """`fail`: `charge_window_passed`, after the cancel."""
    harness.clock.time = harness.row().charge_until
    read(harness)
    assert harness.row().status is Status.FAILED
    assert harness.error_code() == "charge_window_passed"


@pytest.mark.parametrize(
    "answer",
    [TIMEOUT, Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited"), paid],
)
def test_failed_is_never_written_on_a_cancel_that_did_not_answer_canceled(
    harness: Harness, answer: object
) -> None:
    """No answer to the cancel: poll on. The answer `paid`: book it."""
    harness.clock.time = harness.row().charge_until - 1
    payment = harness.row()
    harness.psp.set(REF, state=PspState.NEEDS_PAYER)
    reply: object = paid(payment) if callable(answer) else answer
    harness.psp.script("cancel", [reply])
    read(harness)
    expected = Status.SUCCEEDED if isinstance(reply, PspRecord) else Status.VERIFYING
    assert harness.row().status is expected


def test_a_poll_without_news_changes_no_state(harness: Harness) -> None:
    """Only `due_at` moves; no entry is written."""
    before = harness.row()
    harness.psp.set(REF, state=PspState.PENDING)
    harness.clock.advance(5)
    read(harness)
    assert harness.row().version == before.version
    assert harness.queue.sent == [(ID, 20)]


def test_a_look_before_its_time_plans_no_second_one(harness: Harness) -> None:
    """The planned message is on its way, so a repeated one starts no chain of its own."""
    before = harness.row()
    harness.psp.set(REF, state=PspState.PENDING)
    harness.clock.advance(4)
    read(harness)
    assert harness.row() == before
    assert harness.queue.sent == []


def test_a_look_after_a_sweep_plans_the_next_one(harness: Harness) -> None:
    """A sweep's `due_at` is no plan: the message that it sent has to start the looks again."""
    swept = harness.clock.now() + 3600
    harness.ledger.defer(harness.row(), swept, sweeps=5)
    harness.psp.set(REF, state=PspState.PENDING)
    read(harness)
    assert harness.queue.sent == [(ID, 5)]
    assert (harness.row().due_at, harness.row().sweeps) == (harness.clock.now() + 5 + 120, 0)


@pytest.mark.parametrize("pending", [True, False])
def test_a_day_without_an_answer_goes_to_a_person(harness: Harness, *, pending: bool) -> None:
    """`park` 24 h after the last attempt started, pending or unknown alike."""
    harness.clock.advance(TIMING.give_up)
    if pending:
        harness.psp.set(REF, state=PspState.PENDING)
    else:
        harness.psp.script("lookup", [TIMEOUT])
    read(harness)
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.error_code() == "verification_timeout"


def contradicting(payment: Payment, facts: Facts) -> PspRecord:
    """A record of this payment's object that shows just these facts."""
    state, received, shown = facts
    sums = {Received.NOTHING: 0, Received.ALL: payment.amount, Received.OTHER: payment.amount + 1}
    charge = PspCharge(
        "ch_1",
        paid=shown in {ChargeShown.HELD, ChargeShown.CAPTURED},
        captured=shown is ChargeShown.CAPTURED,
        refunded=False,
        disputed=False,
    )
    return paid(
        payment,
        state=state,
        amount_received=sums[received],
        charge=None if shown is ChargeShown.NONE else charge,
    )


@pytest.mark.parametrize(("facts", "found"), TABLE.items(), ids="-".join)
def test_every_record_comes_to_what_the_table_says(facts: Facts, found: Verdict) -> None:
    """All combinations of state, sum and charge: only two of the four verdicts end a payment."""
    harness = Harness()
    harness.verifying()
    record = contradicting(harness.row(), facts)
    harness.psp.script("lookup", [record])
    harness.psp.script("cancel", [replace(record, state=PspState.CANCELED)])
    read(harness)
    ended = {
        Verdict.PAID: {Status.SUCCEEDED},
        Verdict.CLOSED: {Status.FAILED},
        Verdict.REVIEW: {Status.REQUIRES_REVIEW},
        Verdict.OPEN: {Status.VERIFYING, Status.PROCESSING, Status.FAILED},
    }
    assert harness.row().status in ended[found]
    if found is Verdict.REVIEW:
        assert harness.psp.called("cancel") == []
        assert harness.error_code() == "verification_mismatch"
        assert harness.metrics.counts == {"RequiresReview": 1}
        assert harness.notification_queue.sent == []
        assert harness.ledger.lines[ID][-1].data["evidence"] == [evidence_of(harness.row(), record)]


@pytest.mark.parametrize("state", PspState)
def test_another_payment_s_object_decides_nothing(state: PspState) -> None:
    """Whatever it says, it says nothing of this payment: a person looks."""
    harness = Harness()
    harness.verifying()
    harness.psp.set(REF, state=state, payment_id="pay_" + "a" * 26)
    read(harness)
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert "another payment" in harness.ledger.lines[ID][-1].data["evidence"][0]


def test_a_cancel_that_answers_with_money_goes_to_a_person(harness: Harness) -> None:
    """The read was sound; the answer to the cancel is canceled and paid at once."""
    harness.psp.set(REF, state=PspState.NEEDS_PAYER)
    harness.psp.script("cancel", [paid(harness.row(), state=PspState.CANCELED)])
    read(harness)
    assert harness.row().status is Status.REQUIRES_REVIEW


def test_a_payment_without_an_object_cannot_be_read() -> None:
    """A queued payment has nothing to look up."""
    with pytest.raises(ValueError, match="without a PSP object"):
        ref_of(Harness().accepted())
