"""The mail service says that a mail did not arrive: its notification is undeliverable.

Events come late, twice and in any order, and may overtake the notifier's own write. What tells
is the mail's own id: each mail has one, also where two of them carry one notification id.
"""

import re
from dataclasses import dataclass
from typing import Final

from runtime.contract.metrics import Metric
from runtime.domain import state_machine
from runtime.domain.email_event import EmailEvent, EmailEventParser, Reason
from runtime.domain.errors import MailUnderWayError
from runtime.domain.ledger import Stamp
from runtime.domain.payment import PAYMENT_ID, MailStatus, Payment
from runtime.domain.ports import Clock, Ledger, Metrics
from runtime.use_cases.ledger_steps import commit_or_lose, get_or_count_unknown

NOTIFICATION_ID: Final = re.compile(rf"(?P<payment_id>{PAYMENT_ID.pattern})-[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class ReceiveEmailEventPorts:
    """What receiving an email event needs from outside."""

    ledger: Ledger
    email_events: EmailEventParser
    clock: Clock
    metrics: Metrics
    request_id: str

    def stamp(self) -> Stamp:
        """The mail service's word, as this function writes it down."""
        return Stamp(at=self.clock.now(), actor="mailer", request_id=self.request_id)


def receive_email_event(raw: str, ports: ReceiveEmailEventPorts) -> None:
    """`sent` → `undeliverable`; returning means the event may be deleted.

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
    if _is_about(payment, event):
        _undeliverable(payment, event, reason, ports)
    else:
        ports.metrics.count(Metric.EMAIL_EVENT_OUTDATED)


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
