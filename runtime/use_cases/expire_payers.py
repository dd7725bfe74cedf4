"""Once an hour: whose payers' time is over? Each of them is erased, as a person would have it.

A run goes on where the last one stopped, erases what is due and stops in time; two at once erase
each payer once. A payment that is not final, owes a mail or was written lately is looked at again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from runtime.contract.fixed_times import FIXED
from runtime.contract.metrics import Metric
from runtime.domain.erasure import erase
from runtime.domain.ledger import Stamp
from runtime.domain.payment import Payment, created_key
from runtime.domain.ports import Clock, Ledger, Metrics, PageQuery, PaymentQueries
from runtime.domain.retention import (
    DAY,
    MOST_LEFT,
    Kept,
    ProgressStore,
    is_done,
    is_over,
    moved,
)
from runtime.use_cases.ledger_steps import commit_or_lose
from runtime.use_cases.read_ledger import as_its_entries_say

PAGE: Final = 100
TIME_TO_STOP: Final = FIXED.expiry_stops
"""Seconds that must be left to go on."""
ACTOR: Final = "retention"
REASON: Final = "Its time is over."
"""What the entry says; a person says their own."""


@dataclass(frozen=True, slots=True)
class ExpirePayersPorts:
    """What erasing by time needs from outside."""

    ledger: Ledger
    queries: PaymentQueries
    progress: ProgressStore
    clock: Clock
    metrics: Metrics
    merchants: Sequence[str]
    kept: Kept
    request_id: str
    time_left: Callable[[], float]


class Expired(NamedTuple):
    """What a run came to."""

    erased: int
    left: int
    """Payments that it passed and that still hold a payer."""
    behind: int
    """Seconds by which the runs have not come as far as they should."""


class _StopError(Exception):
    """The run stops here; the next one goes on."""


def expire_payers(ports: ExpirePayersPorts) -> Expired:
    """One run.

    Raises:
        UnavailableError: no answer; the next run goes on.
        UnreadableRowError: a row has no form that this code reads; no run gets past it.
        ConflictError: another run is at work; it goes on.
    """
    run, end = _Run(ports), ports.clock.now() - ports.kept.accepted
    with suppress(_StopError):
        # What it erases after its last write is met again, and costs a read.
        run.go_on(end)
    run.keep()
    behind, left = max(0, end - run.progress.until), len(run.progress.left)
    if behind > DAY:
        ports.metrics.count(Metric.PAYERS_OVERDUE, behind=behind, left=left)
    return Expired(run.erased, left, behind)


class _Run:
    """How far this one has come."""

    def __init__(self, ports: ExpirePayersPorts) -> None:
        self.erased = 0
        self.progress = self._kept = ports.progress.get()
        self._ports = ports

    def go_on(self, end: int) -> None:
        """Look at what earlier runs passed, then at whoever was accepted before `end`."""
        known = (self._ports.ledger.get(one) for one in self.progress.left)
        self._look_at((row for row in known if row), self.progress.until, ())
        while len(self.progress.left) < MOST_LEFT and self.progress.until < end:
            until = min(self.progress.until + DAY, end)
            if self._ports.time_left() < TIME_TO_STOP:
                raise _StopError
            rows = self._accepted(self.progress.until, until)
            self._look_at(rows, until, self.progress.left)

    def _look_at(self, rows: Iterator[Payment], until: int, left: Sequence[str]) -> None:
        """Erase what is over, and write down what is not."""
        passed, met = list(left), False
        for row in rows:
            met = True
            passed += [] if self._is_gone(row) else [row.payment_id]
            if len(passed) > MOST_LEFT:
                raise _StopError
        self.progress = replace(self.progress, until=until, left=tuple(passed))
        if met:
            self.keep()

    def keep(self) -> None:
        """Write how far it has come; the days on which nothing was met cost no write."""
        if self.progress != self._kept:
            self.progress = moved(self.progress)
            self._ports.progress.put(self.progress)
            self._kept = self.progress

    def _accepted(self, since: int, until: int) -> Iterator[Payment]:
        """Every merchant's payments from `since` to before `until`."""
        for merchant in self._ports.merchants:
            query = PageQuery(merchant, PAGE, created_key(until, ""), since)
            yield from self._ports.queries.page(query)

    def _is_gone(self, payment: Payment) -> bool:
        """Whether nothing of the payer is left, after this look."""
        ports = self._ports
        if ports.time_left() < TIME_TO_STOP:
            raise _StopError
        now = ports.clock.now()
        if is_done(payment):
            return True
        if not is_over(payment, ports.kept, now):
            return False
        stamp = Stamp(at=now, actor=ACTOR, request_id=ports.request_id)
        change = erase(as_its_entries_say(payment, ports), REASON, stamp)
        if not commit_or_lose(change, ports.ledger):
            return False  # The next run meets what was written first.
        ports.metrics.count(Metric.PAYER_ERASED)
        self.erased += 1
        return True
