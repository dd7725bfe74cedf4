"""Cancel a payment that nobody has claimed yet."""

from dataclasses import dataclass

from runtime.domain import transitions
from runtime.domain.errors import (
    PaymentMissingError,
    PaymentNotCancelableError,
)
from runtime.domain.ledger import Stamp
from runtime.domain.payment import Payment, Status
from runtime.domain.ports import Clock, Ledger
from runtime.use_cases.ledger_steps import commit_or_lose


@dataclass(frozen=True, slots=True)
class CancelPaymentPorts:
    """What canceling needs from outside."""

    ledger: Ledger
    clock: Clock


def cancel_payment(
    payment_id: str, *, merchant: str, request_id: str, ports: CancelPaymentPorts
) -> Payment:
    """`cancel`, for the payment's own merchant; repeating it answers the same.

    Raises:
        PaymentMissingError: unknown, or another merchant's.
        PaymentNotCancelableError: it is past `queued`.
        UnavailableError: no answer; the same call may be made again.
    """
    payment = ports.ledger.get(payment_id)
    if payment is None or payment.merchant != merchant:
        raise PaymentMissingError
    if payment.status is Status.CANCELED:
        return payment
    if payment.status is not Status.QUEUED:
        raise PaymentNotCancelableError(payment.status)
    stamp = Stamp(at=ports.clock.now(), actor=f"merchant:{merchant}", request_id=request_id)
    change = transitions.cancel(payment, stamp)
    if not commit_or_lose(change, ports.ledger):
        # Whoever was first has moved it out of `queued`, so this ends after one more look.
        return cancel_payment(payment_id, merchant=merchant, request_id=request_id, ports=ports)
    return change.after
