"""The step function: look at a payment's status and do the next thing.

A delivery, a redelivery, a sweep and a replay all come here as the same message.
"""

from collections.abc import Callable, Mapping
from typing import Final

from runtime.contract.metrics import Metric
from runtime.domain import transitions
from runtime.domain.payment import MAX_ATTEMPTS, MailStatus, Payment, PaymentError, Status
from runtime.domain.polling import poll_step
from runtime.domain.prepare_keys import allowed_keys
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, PspObject, PspRecord, PspState
from runtime.domain.psp_verdict import Verdict, verdict
from runtime.domain.terms import as_accepted
from runtime.use_cases.apply_psp_record import apply_psp_record, read_and_apply_psp_record, ref_of
from runtime.use_cases.check_terms import terms_hold
from runtime.use_cases.ledger_steps import commit_or_lose, get_or_count_unknown
from runtime.use_cases.process_payment_ports import (
    NOT_ASKED,
    ProcessPaymentPorts,
    back_off,
    cancel_at_psp,
    look_up,
    record_response,
    reschedule_poll,
    write,
)
from runtime.use_cases.recheck_failed_payment import recheck_failed_payment
from runtime.use_cases.scheduling import AFTER_LEASE, enqueue, schedule

FOR_GOOD: Final = frozenset({OutcomeKind.DECLINED, OutcomeKind.REJECTED})


def process_payment(payment_id: str, ports: ProcessPaymentPorts) -> None:
    """Do the next thing for one payment; returning means the message may be deleted.

    Raises:
        UnavailableError: our own infrastructure failed; the message must come again.
    """
    payment = get_or_count_unknown(payment_id, ports.ledger, ports.metrics)
    if payment is None:
        return
    try:
        STEPS[payment.status](payment, ports)
    finally:
        ports.permit.leave()


def _queued(payment: Payment, ports: ProcessPaymentPorts) -> None:
    passed = ports.clock.now() >= payment.charge_until
    if not passed and not ports.may_call():
        reschedule_poll(payment, ports)
        return
    if not terms_hold(payment, ports):
        return
    if passed:
        _give_up(payment, PaymentError(code="charge_window_passed"), ports)
        return
    token = ports.cipher.unseal(
        payment.merchant, "payment_method", payment.sealed["payment_method"]
    )
    prepared = _prepare(payment, token, ports)
    if isinstance(prepared, PspObject):
        _attempt(payment, prepared.ref, ports)
        return
    _rejected(prepared, ports)
    if prepared.kind in FOR_GOOD:
        _give_up(payment, transitions.error_of(prepared), ports)
    else:
        reschedule_poll(payment, ports)


def _prepare(payment: Payment, token: Clear, ports: ProcessPaymentPorts) -> PspObject | Outcome:
    """The payment's object, by the first of its keys under which no failure is kept.

    Each look walks the keys from the first: workers that look at one time get one object, and
    what was made under a key is found again.
    """
    answer: PspObject | Outcome = NOT_ASKED
    for key in range(1, allowed_keys(ports.clock.now() - payment.created_at) + 1):
        if not ports.may_call():
            return NOT_ASKED
        answer = record_response(ports.psp.prepare(payment, token, key), ports)
        if isinstance(answer, PspObject) or answer.kind in FOR_GOOD or not answer.kept:
            break
        ports.metrics.count(Metric.PSP_FAILURE_KEPT, key=key)
    return answer


def _processing(payment: Payment, ports: ProcessPaymentPorts) -> None:
    now = ports.clock.now()
    if payment.open_attempt and (payment.lease_until or 0) > now:
        until = (payment.lease_until or 0) + AFTER_LEASE
        schedule(payment, until, ports.queue, ports)
    elif not terms_hold(payment, ports):
        return
    elif payment.open_attempt:
        # Taken from its owner before the read, so that its late answer can't be written.
        lost = transitions.read_back(
            payment, Outcome(OutcomeKind.UNKNOWN, "provider_timeout"), ports.stamp(), ports.timing
        )
        poll = poll_step(ports.clock.now() - payment.last_started, ports.timing)
        if write(lost, ports, again_in=poll):
            read_and_apply_psp_record(lost.after, ports)
    elif now >= payment.charge_until:
        late = Outcome(OutcomeKind.UNKNOWN, "charge_window_passed")
        read_and_apply_psp_record(
            transitions.read_back(payment, late, ports.stamp(), ports.timing), ports
        )
    elif (payment.next_attempt_at or 0) <= now:
        _retry(payment, ports)


def _verifying(payment: Payment, ports: ProcessPaymentPorts) -> None:
    if terms_hold(payment, ports):
        read_and_apply_psp_record(payment, ports)


def _retry(payment: Payment, ports: ProcessPaymentPorts) -> None:
    answer = look_up(ref_of(payment), ports)
    if isinstance(answer, Outcome):
        reschedule_poll(payment, ports)
    elif answer.state is PspState.NOT_CHARGED and verdict(payment, answer) is Verdict.OPEN:
        _attempt(payment, ref_of(payment), ports)
    else:
        # Written before anything is canceled: another worker may claim the next attempt now.
        found = transitions.read_back(
            payment, Outcome(OutcomeKind.UNKNOWN), ports.stamp(), ports.timing
        )
        poll = poll_step(ports.clock.now() - payment.last_started, ports.timing)
        if write(found, ports, again_in=poll):
            apply_psp_record(found.after, answer, ports)


def _attempt(payment: Payment, ref: str, ports: ProcessPaymentPorts) -> None:
    if not ports.may_call():
        reschedule_poll(payment, ports)
        return
    stamp = ports.stamp()
    if stamp.at >= payment.charge_until:
        # The window closed while the object was prepared; the next look gives up.
        _discard(payment.payment_id, ref, ports)
        schedule(payment, stamp.at, ports.queue, ports)
        return
    owner = ports.random.token()
    claim = transitions.claim(payment, ref, ports.psp.name, owner, stamp, ports.timing)
    if not commit_or_lose(claim, ports.ledger):
        _discard(payment.payment_id, ref, ports)
        return
    outcome = record_response(ports.psp.charge(claim.after, ref, claim.after.attempt_count), ports)
    _rejected(outcome, ports)
    _charged(claim.after, outcome, ports)


def _charged(payment: Payment, outcome: Outcome, ports: ProcessPaymentPorts) -> None:
    if outcome.kind is OutcomeKind.DECLINED:
        write(transitions.decline(payment, outcome, ports.stamp(), ports.timing), ports)
    elif outcome.kind is OutcomeKind.REJECTED:
        answer = cancel_at_psp(ref_of(payment), ports)
        stamp = ports.stamp()
        if not isinstance(answer, Outcome) and _closed(payment, answer):
            write(transitions.decline(payment, outcome, stamp, ports.timing), ports)
        else:
            apply_psp_record(
                transitions.read_back(payment, outcome, stamp, ports.timing), answer, ports
            )
    elif outcome.kind is OutcomeKind.RETRYABLE and payment.attempt_count < MAX_ATTEMPTS:
        pause = back_off(payment.attempt_count, ports, outcome.retry_after)
        stamp = ports.stamp()
        later = transitions.retry_later(payment, outcome, stamp.at + pause, stamp, ports.timing)
        write(later, ports, again_in=pause)
    else:
        read_and_apply_psp_record(
            transitions.read_back(payment, outcome, ports.stamp(), ports.timing), ports
        )


def _closed(payment: Payment, psp_record: PspRecord) -> bool:
    """Canceled, and by a record that shows no money: a contradiction is read back, and parked."""
    canceled = psp_record.state is PspState.CANCELED
    return canceled and verdict(payment, psp_record) is Verdict.CLOSED


def _discard(payment_id: str, ref: str, ports: ProcessPaymentPorts) -> None:
    """Cancel an object that was prepared for nothing.

    Two workers that prepare the same payment get the same object from the PSP
    (one idempotency key), so what the row names is its winner's and stays.
    """
    row = ports.ledger.get(payment_id)
    if row is None:
        return
    # A hand may have named another object on the row: the entries say which one is claimed.
    payment, _ = as_accepted(row, ports.ledger.entries(payment_id))
    if payment.provider is None or payment.provider.ref != ref:
        cancel_at_psp(ref, ports)


def _give_up(payment: Payment, error: PaymentError, ports: ProcessPaymentPorts) -> None:
    write(transitions.give_up(payment, error, ports.stamp(), ports.timing), ports)


def _rejected(outcome: Outcome, ports: ProcessPaymentPorts) -> None:
    if outcome.kind is OutcomeKind.REJECTED:
        ports.metrics.count(Metric.PSP_REJECTED)


def _final(payment: Payment, ports: ProcessPaymentPorts) -> None:
    if payment.notification.status is MailStatus.DUE:
        enqueue(ports.notification_queue, payment.payment_id, ports.metrics)


def _parked(payment: Payment, ports: ProcessPaymentPorts) -> None:
    """A person decides."""


STEPS: Final[Mapping[Status, Callable[[Payment, ProcessPaymentPorts], None]]] = {
    Status.QUEUED: _queued,
    Status.PROCESSING: _processing,
    Status.VERIFYING: _verifying,
    Status.SUCCEEDED: _final,
    Status.FAILED: recheck_failed_payment,
    Status.CANCELED: _final,
    Status.REQUIRES_REVIEW: _parked,
}
