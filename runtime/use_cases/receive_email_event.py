"""The mail service says that a mail did not arrive: its notification is undeliverable.

Events come late, twice and in any order, and may overtake the notifier's own write. What tells
is the mail's own id: each mail has one, also where two of them carry one notification id.
"""

import re
from dataclasses import dataclass
from typing import Final

from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain import state_machine
from runtime.domain.email_event import EmailEvent, EmailEventParser, Reason
from runtime.domain.errors import MailUnderWayError
from runtime.domain.ledger import Stamp
from runtime.domain.payment import PAYMENT_ID, MailStatus, Payment
from runtime.domain.polling import poll_step
from runtime.domain.ports import Clock, Ledger, Metrics
from runtime.use_cases.ledger_steps import commit_or_lose, get_or_count_unknown
from runtime.use_cases.resend_notification import TOLD

NOTIFICATION_ID: Final = re.compile(rf"(?P<payment_id>{PAYMENT_ID.pattern})-[1-9][0-9]*")

OURS: Final = frozenset({Reason.REJECTED, Reason.RENDERING_FAILED})
"""Reasons of which nothing is the payer's: a person can mend them, as if the service had refused
the mail at once."""


@dataclass(frozen=True, slots=True)
class ReceiveEmailEventPorts:
    """What receiving an email event needs from outside."""

    ledger: Ledger
    email_events: EmailEventParser
    clock: Clock
    metrics: Metrics
    timing: Timing
    request_id: str

    def stamp(self) -> Stamp:
        """The mail service's word, as this function writes it down."""
        return Stamp(at=self.clock.now(), actor="mailer", request_id=self.request_id)


def receive_email_event(raw: str, ports: ReceiveEmailEventPorts) -> None:
    """`sent` → `undeliverable`, or `due` again; returning means the event may be deleted.

    Raises:
        UnreadableMessageError: it is none of the mail service's.
        MailUnderWayError: the notifier has not written yet which mail it handed over.
        UnavailableError: our own infrastructure failed; the event must come again.
    """
    event = ports.email_events.parse(raw)
    named = NOTIFICATION_ID.fullmatch(event.notification_id or "")
    if event.reason is None:
        ports.metrics.count(Metric.EMAIL_EVENT_HARMLESS)
    elif named is None:
        ports.metrics.count(Metric.EMAIL_EVENT_NOT_OURS)
    else:
        _record(named["payment_id"], event, event.reason, ports)


def _record(
    payment_id: str, event: EmailEvent, reason: Reason, ports: ReceiveEmailEventPorts
) -> None:
    payment = get_or_count_unknown(payment_id, ports.ledger, ports.metrics)
    if payment is None:
        return
    if _under_way(payment, event):
        raise MailUnderWayError
    if not _is_about(payment, event):
        ports.metrics.count(Metric.EMAIL_EVENT_OUTDATED)
    elif reason in OURS and _may_still_come(payment, ports):
        _due_again(payment, event, reason, ports)
    else:
        _undeliverable(payment, event, reason, ports)


def _under_way(payment: Payment, event: EmailEvent) -> bool:
    """Whether a notifier may be about to write that this very mail is sent.

    Its lease is no answer: it is for liveness, and a write that is late may still come.
    """
    record = payment.notification
    return record.status is MailStatus.SENDING and record.id == event.notification_id


def _is_about(payment: Payment, event: EmailEvent) -> bool:
    """Whether the mail is the one that the record stands for, and not known to be lost.

    A resend has the same notification id and another mail; a later outcome has another id.
    """
    record = payment.notification
    return record.status is MailStatus.SENT and (record.id, record.message_id) == (
        event.notification_id,
        event.message_id,
    )


def _may_still_come(payment: Payment, ports: ReceiveEmailEventPorts) -> bool:
    """Whether the outcome stands, its payer is not erased, and its mail was not due for a day."""
    known = bool(payment.sealed)
    return known and payment.status in TOLD and _waited(payment, ports) < ports.timing.give_up


def _waited(payment: Payment, ports: ReceiveEmailEventPorts) -> int:
    """Seconds since the mail was first due."""
    now = ports.clock.now()
    return now - (payment.notification.since or now)


def _due_again(
    payment: Payment, event: EmailEvent, reason: Reason, ports: ReceiveEmailEventPorts
) -> None:
    # Counted before it is written, as below. No message: the sweeper asks for what is due.
    mail = event.notification_id or ""
    ports.metrics.count(Metric.MAIL_ACCOUNT_REFUSED, notification=mail, refusal=reason)
    stamp = ports.stamp()
    change = state_machine.notify(
        payment,
        MailStatus.DUE,
        stamp,
        reason=reason,
        due_at=stamp.at + poll_step(_waited(payment, ports), ports.timing),
        sent_at=None,
        message_id=None,
    )
    if not commit_or_lose(change, ports.ledger):
        _record(payment.payment_id, event, reason, ports)


def _undeliverable(
    payment: Payment, event: EmailEvent, reason: Reason, ports: ReceiveEmailEventPorts
) -> None:
    # Counted before it is written: an alarm too many is better than a change that nobody hears of.
    ports.metrics.count(
        Metric.MAIL_UNDELIVERABLE, notification=event.notification_id or "", reason=reason
    )
    change = state_machine.notify(
        payment, MailStatus.UNDELIVERABLE, ports.stamp(), reason=reason, due_at=payment.due_at
    )
    if not commit_or_lose(change, ports.ledger):
        # The next look meets what was written first.
        _record(payment.payment_id, event, reason, ports)
