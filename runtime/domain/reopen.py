"""A failed payment whose money was taken all the same goes in front of a person (T12).

A decline is definitive and a canceled object can't be charged, so this should never happen.
Whoever says that it did (an event of the PSP, the daily reconciliation) only sends a message:
what decides is the PSP's own record, read here.
"""

from runtime.domain.ledger import EntryType, Stamp
from runtime.domain.payment import MailStatus, Notification, Payment, PaymentError, Verification
from runtime.domain.process_ports import ProcessPorts, look_up, write
from runtime.domain.psp import Outcome, PspState, View
from runtime.domain.states import Change, T, advance
from runtime.domain.tell import poll_step, tell
from runtime.domain.verify import checks


def look_again(payment: Payment, ports: ProcessPorts) -> None:
    """Move a failed payment if the PSP says paid; else tell the notifier of a mail that is due."""
    answer = look_up(payment.provider.ref, ports) if payment.provider else None
    if isinstance(answer, View) and answer.state is PspState.PAID:
        _reopen(payment, answer, ports)
        return
    if payment.notification.status is MailStatus.DUE:
        tell(ports.outbox, payment.payment_id, ports.meter)
    if isinstance(answer, Outcome):
        _ask_later(payment, ports)


def reopen(payment: Payment, view: View, stamp: Stamp) -> Change:
    """T12: a person decides; a mail of the failure that was not sent is not owed any more."""
    results = checks(payment, view)
    told = payment.notification.status in {MailStatus.SENT, MailStatus.UNDELIVERABLE}
    error = PaymentError(code="verification_mismatch")
    return advance(
        payment,
        T.REOPEN,
        stamp,
        data={
            EntryType.REVIEW: {
                "error": error.code,
                "checks": [check.model_dump() for check in results],
            }
        },
        error=error,
        verification=Verification(status="mismatch", checks=results),
        notification=payment.notification if told else Notification(),
        due_at=None,
    )


def _reopen(payment: Payment, view: View, ports: ProcessPorts) -> None:
    record, now = payment.notification, ports.clock.now()
    if record.status is MailStatus.SENDING and (record.lease_until or 0) > now:
        # The notifier is about to write what became of its mail.
        tell(ports.queue, payment.payment_id, ports.meter, (record.lease_until or 0) - now)
    elif write(reopen(payment, view, ports.stamp()), ports):
        ports.meter.count("PaidAfterFailed")


def _ask_later(payment: Payment, ports: ProcessPorts) -> None:
    """On the polling steps, for as long as a payment is looked after; then daily.

    A payment at rest has no `due_at` that could hold the plan, so the message is the plan;
    if it is lost, the reconciliation asks again.
    """
    passed = ports.clock.now() - payment.updated_at
    if passed < ports.timing.give_up:
        delay = min(poll_step(passed, ports.timing), ports.timing.longest_wait)
        tell(ports.queue, payment.payment_id, ports.meter, delay)
