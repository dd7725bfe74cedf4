"""What an operator's use cases have in common: any merchant's payment, and who touches it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain.circuit import CircuitStore
from runtime.domain.errors import PaymentMissingError
from runtime.domain.ledger import Entry, Stamp
from runtime.domain.payment import PAYMENT_ID, Payment
from runtime.domain.ports import Clock, Ledger, MessageQueue, Metrics
from runtime.domain.psp import Psp
from runtime.domain.terms import as_accepted
from runtime.use_cases.check_terms import CODE


@dataclass(frozen=True, slots=True)
class OperatePaymentsPorts:
    """What an operator's work needs from outside."""

    ledger: Ledger
    psp: Callable[[], Psp]
    """Made when first asked: it takes the PSP's key, and most of the work takes no PSP."""
    circuit: Callable[[], CircuitStore]
    """Made when first asked, too: it is named after the PSP."""
    notification_queue: MessageQueue
    clock: Clock
    metrics: Metrics
    timing: Timing
    four_eyes: Mapping[str, int]
    """Currency → minor units that one person resolves alone; empty: any."""

    def stamp(self, operator: str, request_id: str) -> Stamp:
        """The signature of a person, by the ARN of their AWS identity."""
        return Stamp(at=self.clock.now(), actor=f"operator:{operator}", request_id=request_id)


def find(payment_id: str, ports: OperatePaymentsPorts) -> Payment:
    """One payment, whosever it is.

    Raises:
        PaymentMissingError: there is no such payment.
        UnavailableError: no answer; the same call may be made again.
    """
    payment = ports.ledger.get(payment_id) if PAYMENT_ID.fullmatch(payment_id) else None
    if payment is None:
        raise PaymentMissingError
    return payment


class Books(Protocol):
    """The ledger, and where a difference in it is counted."""

    @property
    def ledger(self) -> Ledger:
        """The two tables."""

    @property
    def metrics(self) -> Metrics:
        """Counters."""


def as_its_entries_say(payment: Payment, ports: Books) -> Payment:
    """The row with the terms of its entries: a hand may have changed it since.

    Raises:
        UnavailableError: the ledger does not answer.
    """
    accepted, changed = as_accepted(payment, ports.ledger.entries(payment.payment_id))
    if accepted != payment:
        ports.metrics.count(
            Metric.REQUIRES_REVIEW,
            payment_id=payment.payment_id,
            error=CODE,
            terms=", ".join(term.name for term in changed),
        )
    return accepted


def entries(payment_id: str, ports: OperatePaymentsPorts) -> Sequence[Entry]:
    """All its entries, oldest first.

    Raises:
        PaymentMissingError: there is no such payment.
        UnavailableError: no answer; the same call may be made again.
    """
    return ports.ledger.entries(find(payment_id, ports).payment_id)


def raw_payment(payment: Payment) -> dict[str, Any]:
    """The row as the ledger holds it, without what is sealed."""
    return {"object": "ledger_row", **payment.model_dump(mode="json", exclude={"sealed"})}


def raw_entry(entry: Entry) -> dict[str, Any]:
    """The entry as the ledger holds it: a hash over it can be checked."""
    return {"object": "ledger_entry", **entry.as_stored()}


def raw_circuit(ports: OperatePaymentsPorts) -> dict[str, Any]:
    """The PSP's circuit breaker as the workers share it; `until` is in Unix seconds.

    Raises:
        UnavailableError: no answer; the same call may be made again.
        UnreadableRowError: what is stored has no form that this code reads.
    """
    return {"object": "circuit", **asdict(ports.circuit().get())}
