"""What use cases do alike with the ledger: look a payment up, and commit or lose the race."""

from runtime.contract.metrics import Metric
from runtime.domain.errors import ConflictError
from runtime.domain.payment import Payment
from runtime.domain.ports import Ledger, Metrics
from runtime.domain.state_machine import Change


def get_or_count_unknown(payment_id: str, ledger: Ledger, metrics: Metrics) -> Payment | None:
    """The payment that a message names; one that is not there is counted.

    Raises:
        UnavailableError: the ledger does not answer.
    """
    payment = ledger.get(payment_id)
    if payment is None:
        metrics.count(Metric.UNKNOWN_PAYMENT)
    return payment


def commit_or_lose(change: Change, ledger: Ledger) -> bool:
    """Write the change; False where somebody else moved the payment first.

    Raises:
        UnavailableError: the ledger does not answer.
    """
    try:
        ledger.commit(change)
    except ConflictError:
        return False
    return True
