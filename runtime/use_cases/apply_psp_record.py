"""The one reducer: from what the PSP's record says to what the payment becomes.

Every source of truth about a payment ends here: the read after a charge, a poll,
a lease that ran out, the answer to a cancel.
"""

from runtime.contract.metrics import Metric
from runtime.domain import transitions
from runtime.domain.payment import MAX_ATTEMPTS, Payment, PaymentError, Status
from runtime.domain.polling import poll_step
from runtime.domain.psp import CHARGEABLE, Outcome, OutcomeKind, PspRecord, PspState
from runtime.domain.psp_verdict import Verdict, evidence_of, verdict
from runtime.domain.state_machine import Change
from runtime.domain.transitions import Base, row
from runtime.domain.verification import checks
from runtime.use_cases.process_payment_ports import (
    ProcessPaymentPorts,
    back_off,
    cancel_at_psp,
    look_up,
    reschedule_poll,
    write,
)


def read_and_apply_psp_record(base: Base, ports: ProcessPaymentPorts) -> None:
    """Read a payment in `verifying` back from the PSP and move it as far as that goes."""
    apply_psp_record(base, look_up(ref_of(row(base)), ports), ports)


def apply_psp_record(base: Base, answer: PspRecord | Outcome, ports: ProcessPaymentPorts) -> None:
    """Move a payment in `verifying` by what the PSP answered."""
    payment, stamp = row(base), ports.stamp()
    if isinstance(answer, Outcome):
        _undecided(base, ports)
        return
    if verdict(payment, answer) is Verdict.REVIEW:
        _mismatch(base, answer, ports)
        return
    if answer.state is PspState.NOT_CHARGED and _may_try_again(payment, stamp.at):
        pause = back_off(payment.attempt_count, ports)
        again = transitions.try_again(base, stamp.at + pause, stamp, ports.timing)
        write(again, ports, again_in=pause)
        return
    error = _why_failed(payment, answer, stamp.at)
    if answer.state in CHARGEABLE:
        answer = cancel_at_psp(ref_of(payment), ports)
    if isinstance(answer, Outcome):
        _undecided(base, ports)
    else:
        _finalize(base, answer, error, ports)


def ref_of(payment: Payment) -> str:
    """The PSP's object; every payment past `queued` has one.

    Raises:
        ValueError: the payment has none.
    """
    if payment.provider is None:
        message = f"{payment.payment_id} is {payment.status} without a PSP object."
        raise ValueError(message)
    return payment.provider.ref


def _finalize(
    base: Base, psp_record: PspRecord, error: PaymentError, ports: ProcessPaymentPorts
) -> None:
    match verdict(row(base), psp_record):
        case Verdict.CLOSED:
            write(transitions.fail(base, error, ports.stamp(), ports.timing), ports)
        case Verdict.OPEN:
            _undecided(base, ports)
        case Verdict.PAID:
            _book(base, psp_record, ports)
        case _:
            _mismatch(base, psp_record, ports)


def _book(base: Base, psp_record: PspRecord, ports: ProcessPaymentPorts) -> None:
    results = checks(row(base), psp_record)
    if all(check.passed for check in results):
        paid = transitions.succeed(base, psp_record, results, ports.stamp(), ports.timing)
        write(paid, ports)
    else:
        _mismatch(base, psp_record, ports)


def _mismatch(base: Base, psp_record: PspRecord, ports: ProcessPaymentPorts) -> None:
    payment = row(base)
    error = PaymentError(code="verification_mismatch")
    results, evidence = checks(payment, psp_record), evidence_of(payment, psp_record)
    _park(transitions.park(base, error, results, ports.stamp(), evidence), ports)


def _undecided(base: Base, ports: ProcessPaymentPorts) -> None:
    payment, stamp = row(base), ports.stamp()
    elapsed = stamp.at - payment.last_started
    if payment.status is Status.VERIFYING and elapsed >= ports.timing.give_up:
        _park(transitions.park(base, PaymentError(code="verification_timeout"), (), stamp), ports)
    elif isinstance(base, Change):
        write(base, ports, again_in=poll_step(elapsed, ports.timing))
    else:
        reschedule_poll(payment, ports)


def _park(change: Change, ports: ProcessPaymentPorts) -> None:
    # Counted before it is written: an alarm too many is better than a payment that nobody hears of.
    ports.metrics.count(Metric.REQUIRES_REVIEW)
    write(change, ports)


def _may_try_again(payment: Payment, now: int) -> bool:
    return (
        payment.attempt_count < MAX_ATTEMPTS
        and now < payment.charge_until
        and payment.attempts[-1].outcome != OutcomeKind.REJECTED
    )


def _why_failed(payment: Payment, psp_record: PspRecord, now: int) -> PaymentError:
    last = payment.attempts[-1]
    if psp_record.state is PspState.DECLINED:
        return transitions.error_of(
            psp_record.decline or Outcome(OutcomeKind.DECLINED, "card_declined")
        )
    if psp_record.state is PspState.NEEDS_PAYER:
        return PaymentError(code="authentication_required")
    if last.outcome == OutcomeKind.REJECTED and last.error:
        return last.error
    if payment.attempt_count >= MAX_ATTEMPTS:
        return PaymentError(code="attempts_exhausted")
    if now >= payment.charge_until:
        return PaymentError(code="charge_window_passed")
    return payment.error or PaymentError(code="provider_error")
