"""What must be true of the PSP's record before a payment has succeeded."""

from runtime.domain.payment import Check, Payment
from runtime.domain.psp import PspState, View


def checks(payment: Payment, view: View) -> tuple[Check, ...]:
    """Each question with its answer; all must pass (design: "Verified" means)."""
    charge = view.charge
    questions = {
        "status": view.state is PspState.PAID,
        "amount": view.amount_received == payment.amount,
        "currency": view.currency == payment.currency,
        "payment_id": view.payment_id == payment.payment_id,
        "livemode": view.livemode is payment.livemode,
        "paid": charge is not None and charge.paid,
        "captured": charge is not None and charge.captured,
        "not_refunded": charge is not None and not charge.refunded,
        "not_disputed": charge is not None and not charge.disputed,
    }
    return tuple(Check(name=name, passed=passed) for name, passed in questions.items())
