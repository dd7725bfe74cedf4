"""What must be true of the PSP's record before a payment has succeeded."""

from runtime.domain.payment import Check, Payment
from runtime.domain.psp import PspRecord, PspState
from runtime.domain.psp_verdict import is_ours


def checks(payment: Payment, psp_record: PspRecord) -> tuple[Check, ...]:
    """Each question with its answer; all must pass (design: "Verified" means)."""
    charge = psp_record.charge
    questions = {
        "status": psp_record.state is PspState.PAID,
        "amount": psp_record.amount_received == payment.amount,
        "currency": psp_record.currency == payment.currency,
        "payment_id": is_ours(payment, psp_record),
        "livemode": psp_record.livemode is payment.livemode,
        "paid": charge is not None and charge.paid,
        "captured": charge is not None and charge.captured,
        "not_refunded": charge is not None and not charge.refunded,
        "not_disputed": charge is not None and not charge.disputed,
    }
    return tuple(Check(name=name, passed=passed) for name, passed in questions.items())
