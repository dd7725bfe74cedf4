"""A person asks for the mail about an outcome once more."""

from typing import Final

from runtime.contract.metrics import Metric
from runtime.domain import state_machine
from runtime.domain.erasure import was_erased
from runtime.domain.errors import NotificationNotResendableError, PayerErasedError
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.use_cases.ledger_steps import commit_or_lose
from runtime.use_cases.read_ledger import OperatePaymentsPorts, find
from runtime.use_cases.scheduling import enqueue

TOLD: Final = frozenset({Status.SUCCEEDED, Status.FAILED})
ENDED: Final = frozenset({MailStatus.SENT, MailStatus.UNDELIVERABLE})


def resend_notification(
    payment_id: str, *, operator: str, request_id: str, ports: OperatePaymentsPorts
) -> Payment:
    """`sent` or `undeliverable` → `due`: the same mail again, under the same id.

    Raises:
        PaymentMissingError: there is no such payment.
        NotificationNotResendableError: no outcome stands, or its mail is still on its way.
        PayerErasedError: nobody knows the address any more.
        UnavailableError: no answer; the same call may be made again.
    """
    payment = find(payment_id, ports)
    # A hand may have put something sealed back: whether the payer was erased the entries say.
    entries = ports.ledger.entries(payment_id)
    if not payment.sealed or was_erased(entries):
        raise PayerErasedError
    if payment.status not in TOLD or payment.notification.status not in ENDED:
        raise NotificationNotResendableError(payment.status, payment.notification.status)
    stamp = ports.stamp(operator, request_id)
    again = state_machine.notify(
        payment,
        MailStatus.DUE,
        stamp,
        due_at=stamp.at + ports.timing.first_sweep,
        since=stamp.at,
        sent_at=None,
        message_id=None,
    )
    if not commit_or_lose(again, ports.ledger):
        # The next look meets what was written first.
        return resend_notification(
            payment_id, operator=operator, request_id=request_id, ports=ports
        )
    enqueue(ports.notification_queue, payment_id, ports.metrics)
    ports.metrics.count(Metric.NOTIFICATION_RESENT)
    return again.after
