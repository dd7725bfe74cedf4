"""What is counted of every payment, and of every call for a sealed field or an encrypted body."""

from collections.abc import Callable
from typing import Final, Protocol

from runtime.contract.metrics import OLD_SECONDS, Metric
from runtime.domain.errors import UnavailableError
from runtime.domain.messages import MessageOpener
from runtime.domain.payment import FINAL, Payment, Status
from runtime.domain.ports import Clock, FieldCipher, Ledger, Metrics
from runtime.domain.private import Clear, Sealed
from runtime.domain.state_machine import Change, Transition
from runtime.step_log.ledger import LoggedLedger

_MOVING: Final = frozenset(Status) - FINAL - {Status.REQUIRES_REVIEW}


class Counters(Metrics, Protocol):
    """Counters, and measures."""

    def unfinished(self, seconds: int) -> None:
        """Say how old a payment is that waits once more."""
        ...

    def ended(self, end: Metric, payment: Payment, seconds: int) -> None:
        """Count a payment's end; say how long it took, and what it brought if it succeeded."""
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
        """See the port. A payment that waits once more, and is old, says how old.

        One that waits for a person is told of by itself (`Metric.REVIEW_WAITS`).
        """
        row = super().defer(payment, due_at, sweeps=sweeps, spare=spare)
        age = self._clock.now() - payment.created_at
        if row is not None and row.status in _MOVING and age >= OLD_SECONDS:
            self._metrics.unfinished(age)
        return row

    def _count_end(self, change: Change) -> None:
        payment = change.after
        if payment.status in FINAL:
            seconds = self._clock.now() - payment.created_at
            self._metrics.ended(_end(change), payment, seconds)


def _end(change: Change) -> Metric:
    match change.after.status:
        case Status.SUCCEEDED:
            return Metric.PAYMENT_SUCCEEDED
        case Status.CANCELED:
            return Metric.PAYMENT_CANCELED
        case _ if _declined(change):
            return Metric.PAYMENT_DECLINED
        case _:
            return Metric.PAYMENT_FAILED


def _declined(change: Change) -> bool:
    return any(each.data.get("transition") == Transition.DECLINE for each in change.entries)


class CountedCipher:
    """A FieldCipher whose key service's failures are counted: AWS publishes no such metric."""

    def __init__(self, cipher: Callable[[], FieldCipher], metrics: Metrics) -> None:
        """`cipher` is asked for when something is sealed or opened."""
        self._cipher = cipher
        self._metrics = metrics

    def seal(self, merchant: str, purpose: str, text: Clear) -> Sealed:
        """See the port."""
        try:
            return self._cipher().seal(merchant, purpose, text)
        except UnavailableError:
            self._metrics.count(Metric.KEY_SERVICE_FAILED)
            raise

    def unseal(self, merchant: str, purpose: str, sealed: Sealed) -> Clear:
        """See the port."""
        try:
            return self._cipher().unseal(merchant, purpose, sealed)
        except UnavailableError:
            self._metrics.count(Metric.KEY_SERVICE_FAILED)
            raise


class CountedOpener:
    """A MessageOpener whose key service's failures are counted as those of a sealed field are."""

    def __init__(self, opener: MessageOpener, metrics: Metrics) -> None:
        self._opener = opener
        self._metrics = metrics

    def open(self, message: bytes, longest: int) -> bytes:
        """See the port."""
        try:
            return self._opener.open(message, longest)
        except UnavailableError:
            self._metrics.count(Metric.KEY_SERVICE_FAILED)
            raise
