"""A person has the payer of a final payment erased: an entry says who wanted it, and why."""

from typing import Any

from runtime.contract.metrics import Metric
from runtime.domain.erasure import erase, held_by
from runtime.domain.payment import Payment
from runtime.use_cases.ledger_steps import commit_or_lose
from runtime.use_cases.read_ledger import OperatePaymentsPorts, as_its_entries_say, find
from runtime.wire.documents import Strict, read_as
from runtime.wire.fields import Sentence


class Erasure(Strict):
    """The body of `POST /v1/ops/payments/{id}/erase`."""

    reason: Sentence


def read_erasure(document: Any) -> Erasure:
    """The erasure in a JSON document.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(Erasure, document)


def erase_payer(
    payment_id: str, said: Erasure, *, operator: str, request_id: str, ports: OperatePaymentsPorts
) -> Payment:
    """The payment without its payer; where nothing of them is left, as it is.

    Raises:
        PaymentMissingError: there is no such payment.
        PaymentNotErasableError: the payer is still needed.
        UnavailableError: no answer; the same call may be made again.
    """
    payment = find(payment_id, ports)
    if not held_by(payment):
        return payment
    payment = as_its_entries_say(payment, ports)
    change = erase(payment, said.reason, ports.stamp(operator, request_id))
    if not commit_or_lose(change, ports.ledger):
        # The next look meets what was written first.
        return erase_payer(payment_id, said, operator=operator, request_id=request_id, ports=ports)
    ports.metrics.count(Metric.PAYER_ERASED)
    return change.after
