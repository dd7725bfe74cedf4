"""Once a night: sign where every chain of the day that ended stands, and of the one that settled.

A run signs each day that has no root yet, oldest first, so a night that was missed is made up for.
What it wrote before it failed is met again or lies there unused: the root of a day comes last.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final, NamedTuple

from runtime.contract.fixed_times import FIXED
from runtime.contract.metrics import Metric
from runtime.domain.errors import ConflictError
from runtime.domain.ledger import GENESIS
from runtime.domain.ledger_roots import (
    CLOSED,
    SETTLED_DAYS,
    Leaves,
    Root,
    RootSigner,
    RootStore,
    SignedRoot,
    Stage,
    day_after,
    days_from,
    leaf_of,
)
from runtime.domain.payment import created_key, day_of
from runtime.domain.ports import Clock, Metrics, PageQuery, PaymentQueries
from runtime.domain.retention import DAY

PAGE: Final = 100
MOST_DAYS: Final = 31
"""Days of one run; the next one goes on."""
TIME_TO_STOP: Final = FIXED.sign_ledger_stops
"""Seconds that must be left to read another payment."""


@dataclass(frozen=True, slots=True)
class SignLedgerPorts:
    """What signing needs from outside."""

    queries: PaymentQueries
    roots: RootStore
    signer: RootSigner
    clock: Clock
    metrics: Metrics
    merchants: Sequence[str]
    ledger: str
    """The table's name, as the root says it."""
    time_left: Callable[[], float]


class SignedDays(NamedTuple):
    """What a run came to."""

    signed: int
    unsigned: int
    """Days that have ended and have no root: those to come, and gaps that nobody can fill."""


class _OutOfTimeError(Exception):
    """The next run begins this day anew."""


def sign_ledger(ports: SignLedgerPorts) -> SignedDays:
    """One run.

    Raises:
        UnavailableError: no answer; the next run goes on.
        UnreadableRowError: a row or the last root has no form that this code reads.
        ConflictError: another run is at work; it goes on.
    """
    last, known = day_of(ports.clock.now() - DAY - CLOSED), ports.roots.days()
    # A stack begins with the day that ended before its first run.
    first = day_after(known[-1]) if known else last
    previous = ports.roots.get(known[-1]).root.hash if known else GENESIS
    due = list(days_from(known[0] if known else last, last))
    public_key = ports.signer.public_key()
    fingerprint = hashlib.sha256(public_key).hexdigest()
    ports.roots.put_key(fingerprint, public_key)
    signed = 0
    try:
        for day in islice(days_from(first, last), MOST_DAYS):
            previous = _sign(day, previous, fingerprint, ports)
            signed += 1
    except _OutOfTimeError:
        pass
    unsigned = len(set(due).difference(known)) - signed
    if unsigned:
        ports.metrics.count(Metric.LEDGER_DAY_UNSIGNED, unsigned=unsigned)
    return SignedDays(signed, unsigned)


def _sign(day: str, previous: str, fingerprint: str, ports: SignLedgerPorts) -> str:
    """Keep the root of one day, and say its hash."""
    root = Root(
        ledger=ports.ledger,
        day=day,
        leaves=(
            _listed(day, Stage.ENDED, ports),
            _listed(day_after(day, -SETTLED_DAYS), Stage.SETTLED, ports),
        ),
        previous=previous,
        signed_at=ports.clock.now(),
        key=fingerprint,
    )
    signed = SignedRoot(root=root, signature=ports.signer.sign(root.hash))
    try:
        ports.roots.put(signed)
    except ConflictError:
        # The answer to our own write may have been lost.
        if ports.roots.get(day) != signed:
            raise
    return root.hash


def _listed(day: str, stage: Stage, ports: SignLedgerPorts) -> Leaves:
    """Keep the leaves of a day, and say what they are."""
    lines = sorted(_lines(day, ports))
    text = "".join(lines).encode()
    sha256 = hashlib.sha256(text).hexdigest()
    ports.roots.put_leaves(sha256, text)
    return Leaves(day=day, stage=stage, payments=len(lines), sha256=sha256)


def _lines(day: str, ports: SignLedgerPorts) -> Iterator[str]:
    start = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    for merchant in ports.merchants:
        query = PageQuery(merchant, PAGE, created_key(start + DAY, ""), start)
        for payment in ports.queries.page(query):
            if ports.time_left() < TIME_TO_STOP:
                raise _OutOfTimeError
            yield leaf_of(payment).line()
