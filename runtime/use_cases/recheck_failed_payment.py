"""A failed payment whose money was taken all the same goes in front of a person (`reopen`).

A decline is definitive and a canceled object can't be charged, so this should never happen.
Whoever says that it did (an event of the PSP, the daily reconciliation) only sends a message:
what decides is the PSP's own record, read here.
"""

from typing import Final

from runtime.contract.fixed_times import FIXED
from runtime.contract.metrics import Metric
from runtime.domain.ledger import EntryType, Stamp
from runtime.domain.payment import MailStatus, Notification, Payment, PaymentError, Verification
from runtime.domain.polling import poll_step
from runtime.domain.psp import Outcome, OutcomeKind, PspRecord
from runtime.domain.psp_verdict import evidence_of, took_money
from runtime.domain.state_machine import Change, Transition, advance
from runtime.domain.terms import as_accepted
from runtime.domain.verification import checks
from runtime.use_cases.process_payment_ports import (
    ProcessPaymentPorts,
    look_up,
    write,
)
from runtime.use_cases.scheduling import AFTER_LEASE, enqueue, is_scheduled, schedule

AFTER_MAIL: Final = 2 * AFTER_LEASE
"""Seconds past the notifier's claim, so that its own message for then is not taken for ours."""


def recheck_failed_payment(payment: Payment, ports: ProcessPaymentPorts) -> None:
    """Move a failed payment if the PSP says paid; else tell the notifier of a mail that is due."""
    # A row that a hand changed may name another object; which one was charged the entries say.
    payment, _ = as_accepted(payment, ports.ledger.entries(payment.payment_id))
    answer = _look(payment.provider.ref, ports) if payment.provider else None
    if isinstance(answer, PspRecord) and took_money(answer):
        _reopen(payment, answer, ports)
    elif payment.notification.status is MailStatus.DUE:
        enqueue(ports.notification_queue, payment.payment_id, ports.metrics)
    elif not payment.owes_mail:
        _plan(payment, answer, ports)


def _look(ref: str, ports: ProcessPaymentPorts) -> PspRecord | Outcome:
    """The object's record; an answer about another object is none, and is asked for again."""
    answer = look_up(ref, ports)
    other = isinstance(answer, PspRecord) and answer.ref != ref
    return Outcome(OutcomeKind.UNKNOWN) if other else answer


def reopen(payment: Payment, psp_record: PspRecord, stamp: Stamp) -> Change:
    """`reopen`: a person decides; a mail of the failure that was not sent is not owed any more."""
    results = checks(payment, psp_record)
    told = payment.notification.status in {MailStatus.SENT, MailStatus.UNDELIVERABLE}
    error = PaymentError(code="verification_mismatch")
    return advance(
        payment,
        Transition.REOPEN,
        stamp,
        data={
            EntryType.REVIEW: {
                "error": error.code,
                "checks": [check.model_dump() for check in results],
                "evidence": [evidence_of(payment, psp_record)],
            }
        },
        error=error,
        verification=Verification(status="mismatch", checks=results),
        notification=payment.notification if told else Notification(),
        due_at=stamp.at + FIXED.review_waits,
    )


def _reopen(payment: Payment, psp_record: PspRecord, ports: ProcessPaymentPorts) -> None:
    record, now = payment.notification, ports.clock.now()
    if record.status is MailStatus.SENDING and (record.lease_until or 0) > now:
        # The notifier is about to write what became of its mail.
        schedule(payment, (record.lease_until or 0) + AFTER_MAIL, ports.queue, ports)
    else:
        # Counted before it is written: an alarm too many is better than one that is lost.
        ports.metrics.count(Metric.PAID_AFTER_FAILED)
        write(reopen(payment, psp_record, ports.stamp()), ports)


def _plan(payment: Payment, answer: PspRecord | Outcome | None, ports: ProcessPaymentPorts) -> None:
    """No answer: ask again on the polling steps, for as long as a payment is looked after.

    What the payment waits for is its `due_at`, as with every other wait, and it ends with an
    answer. While a mail is owed, that date is the mail's; then, and after a day, the
    reconciliation asks.
    """
    now = ports.clock.now()
    passed = now - payment.updated_at
    if isinstance(answer, Outcome) and passed < ports.timing.give_up:
        if not is_scheduled(payment, now, ports.timing):
            schedule(payment, now + poll_step(passed, ports.timing), ports.queue, ports)
    elif payment.due_at is not None:
        ports.ledger.defer(payment, None, sweeps=0)
