"""What is counted of every payment and of every call for a sealed field."""

from typing import Protocol

from runtime.contract.metrics import OLD_SECONDS, Metric
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import FINAL, Payment, Status
from runtime.domain.ports import Clock, FieldCipher, Ledger, Metrics
from runtime.domain.private import Clear, Sealed
from runtime.domain.state_machine import Change, Transition
from runtime.step_log.ledger import LoggedLedger


class Counters(Metrics, Protocol):
    """Counters, and a measure."""

    def unfinished(self, seconds: int) -> None:
        """Say how old a payment is that waits once more."""
        ...


class CountedLedger(LoggedLedger):
    """A Ledger: each acceptance and each end is counted once, by whoever wrote it."""

    def __init__(self, ledger: Ledger, metrics: Counters, clock: Clock) -> None:
        super().__init__(ledger)
        self._metrics = metrics
        self._clock = clock

    def create(self, change: Change) -> Payment | None:
        """See the port."""
        existing = super().create(change)
        if existing is None:
            self._metrics.count(Metric.PAYMENT_ACCEPTED)
        return existing

    def commit(self, change: Change) -> None:
        """See the port."""
        super().commit(change)
        if change.before is not None and change.before.status is not change.after.status:
            self._count_end(change)

    def defer(
        self, payment: Payment, due_at: int | None, *, sweeps: int, spare: Status | None = None
    ) -> Payment | None:
        """See the port. A payment that waits once more, and is old, says how old."""
        row = super().defer(payment, due_at, sweeps=sweeps, spare=spare)
        age = self._clock.now() - payment.created_at
        if row is not None and row.status not in FINAL and age >= OLD_SECONDS:
            self._metrics.unfinished(age)
        return row

    def _count_end(self, change: Change) -> None:
        match change.after.status:
            case Status.SUCCEEDED:
                self._metrics.count(Metric.PAYMENT_SUCCEEDED)
            case Status.CANCELED:
                self._metrics.count(Metric.PAYMENT_CANCELED)
            case Status.FAILED if _declined(change):
                self._metrics.count(Metric.PAYMENT_DECLINED)
            case Status.FAILED:
                self._metrics.count(Metric.PAYMENT_FAILED)
            case _:
                pass


def _declined(change: Change) -> bool:
    return any(each.data.get("transition") == Transition.DECLINE for each in change.entries)


class CountedCipher:
    """A FieldCipher whose key service's failures are counted: AWS publishes no such metric."""

    def __init__(self, cipher: FieldCipher, metrics: Metrics) -> None:
        self._cipher = cipher
        self._metrics = metrics

    def seal(self, merchant: str, purpose: str, text: Clear) -> Sealed:
        """See the port."""
        try:
            return self._cipher.seal(merchant, purpose, text)
        except UnavailableError:
            self._metrics.count(Metric.KEY_SERVICE_FAILED)
            raise

    def unseal(self, merchant: str, purpose: str, sealed: Sealed) -> Clear:
        """See the port."""
        try:
            return self._cipher.unseal(merchant, purpose, sealed)
        except UnavailableError:
            self._metrics.count(Metric.KEY_SERVICE_FAILED)
            raise
