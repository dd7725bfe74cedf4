"""Tell the payer: claim the notification, hand one mail over, write what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain import state_machine
from runtime.domain.email_event import Reason
from runtime.domain.erasure import was_erased
from runtime.domain.errors import MailAccountRefusedError, UnavailableError, UnsendableMailError
from runtime.domain.ledger import Stamp
from runtime.domain.payer import Payer
from runtime.domain.payment import MailStatus, Payment
from runtime.domain.polling import poll_step
from runtime.domain.ports import (
    AmountText,
    Clock,
    FieldCipher,
    Ledger,
    Mailer,
    MessageQueue,
    Metrics,
    Random,
)
from runtime.domain.sweep_date import sweep_at
from runtime.domain.terms import ChangedTerm, changed_in_mail, known_to, mail_restored
from runtime.use_cases.compose_email import compose_email
from runtime.use_cases.ledger_steps import commit_or_lose, get_or_count_unknown
from runtime.use_cases.scheduling import AFTER_LEASE, enqueue, is_scheduled, schedule


@dataclass(frozen=True, slots=True)
class NotifyCustomerPorts:
    """What notifying needs from outside."""

    ledger: Ledger
    mailer: Mailer
    cipher: FieldCipher
    amount_text: AmountText
    notification_queue: MessageQueue
    clock: Clock
    random: Random
    metrics: Metrics
    timing: Timing
    request_id: str

    def stamp(self) -> Stamp:
        """The notifier's signature, now."""
        return Stamp(at=self.clock.now(), actor="notifier", request_id=self.request_id)


def notify_customer(payment_id: str, ports: NotifyCustomerPorts) -> None:
    """Send the mail that a payment owes; returning means the message may be deleted.

    Raises:
        UnavailableError: our own infrastructure failed; the message must come again.
    """
    payment = get_or_count_unknown(payment_id, ports.ledger, ports.metrics)
    if payment is None:
        return
    record, now = payment.notification, ports.clock.now()
    if record.status is MailStatus.DUE:
        if is_scheduled(payment, now, ports.timing):
            return
        if now - (record.since or now) >= ports.timing.give_up:
            _undeliverable(payment, Reason.EXPIRED, ports)
        else:
            _send(payment, ports)
    elif record.status is MailStatus.SENDING:
        if (record.lease_until or 0) > now:
            until = (record.lease_until or 0) + AFTER_LEASE
            schedule(payment, until, ports.notification_queue, ports)
        else:
            _send(payment, ports)


def _send(payment: Payment, ports: NotifyCustomerPorts) -> None:
    # A row that was changed by hand since the outcome keeps version and hash: only entries tell.
    entries = known_to(payment, ports.ledger.entries(payment.payment_id))
    if was_erased(entries):
        _undeliverable(payment, Reason.ERASED, ports)
        return
    changed = changed_in_mail(payment, entries)
    if changed:
        _undeliverable(mail_restored(payment, entries), Reason.TERMS_CHANGED, ports, changed)
        return
    sealed = payment.sealed["customer"]
    payer = Payer.of_sealed(ports.cipher.unseal(payment.merchant, "customer", sealed))
    mail = compose_email(payment, payer, ports.amount_text, entries[0].request_id)
    stamp = ports.stamp()
    lease_until = stamp.at + ports.timing.mail_lease
    claim = state_machine.notify(
        payment,
        MailStatus.SENDING,
        stamp,
        due_at=sweep_at(payment, lease_until + 1, lease_until + ports.timing.first_sweep),
        owner=ports.random.token(),
        lease_until=lease_until,
    )
    if not commit_or_lose(claim, ports.ledger):
        return
    try:
        message_id = ports.mailer.send(mail)
    except TimeoutError:
        # It may have been sent. The lease runs out, and the repeat carries the same id.
        schedule(claim.after, lease_until + AFTER_LEASE, ports.notification_queue, ports)
    except UnsendableMailError as refusal:
        _undeliverable(claim.after, refusal.reason, ports)
    except MailAccountRefusedError as refusal:
        ports.metrics.count(Metric.MAIL_ACCOUNT_REFUSED, refusal=refusal.meaning)
        _later(claim.after, ports)
    except UnavailableError:
        _later(claim.after, ports)
    else:
        sent = ports.stamp()
        done = state_machine.notify(
            claim.after,
            MailStatus.SENT,
            sent,
            due_at=None,
            owner=None,
            lease_until=None,
            sent_at=sent.at,
            message_id=message_id,
        )
        commit_or_lose(done, ports.ledger)


def _later(payment: Payment, ports: NotifyCustomerPorts) -> None:
    stamp = ports.stamp()
    pause = poll_step(stamp.at - (payment.notification.since or stamp.at), ports.timing)
    due_at = stamp.at + pause + ports.timing.first_sweep
    refused = state_machine.notify(
        payment, MailStatus.DUE, stamp, due_at=due_at, owner=None, lease_until=None
    )
    if commit_or_lose(refused, ports.ledger):
        enqueue(ports.notification_queue, payment.payment_id, ports.metrics, pause)


def _undeliverable(
    payment: Payment,
    reason: Reason,
    ports: NotifyCustomerPorts,
    changed: Sequence[ChangedTerm] = (),
) -> None:
    # Counted before it is written: an alarm too many is better than a change that nobody hears of.
    mail = payment.notification.id or ""
    ports.metrics.count(Metric.MAIL_UNDELIVERABLE, notification=mail, reason=reason)
    change = state_machine.notify(
        payment,
        MailStatus.UNDELIVERABLE,
        ports.stamp(),
        reason=reason,
        evidence=[term.sentence for term in changed],
        due_at=None,
        owner=None,
        lease_until=None,
    )
    commit_or_lose(change, ports.ledger)
