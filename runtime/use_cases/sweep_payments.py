"""Find what stands still and tell the queue again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from runtime.contract.fixed_times import FIXED
from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain.payment import OPEN_SHARDS, Status
from runtime.domain.ports import Clock, Ledger, MessageQueue, Metrics
from runtime.use_cases.scheduling import enqueue

PER_SHARD: Final = 1_000
BACKLOG: Final = 1_000
"""With more visible messages than this, queued payments are waiting, not lost."""

TIME_TO_STOP: Final = 10
"""Seconds that must be left to start with another payment."""


@dataclass(frozen=True, slots=True)
class SweepPaymentsPorts:
    """What sweeping needs from outside."""

    ledger: Ledger
    queue: MessageQueue
    notification_queue: MessageQueue
    clock: Clock
    metrics: Metrics
    timing: Timing
    time_left: Callable[[], float]


class Swept(NamedTuple):
    """How many payments got a new `due_at`, and for how many a message left."""

    moved: int
    sent: int


def sweep_payments(ports: SweepPaymentsPorts) -> Swept:
    """One run over all shards.

    Raises:
        UnavailableError: the ledger or the queue's depth can't be read; the next run goes on.
    """
    spare = Status.QUEUED if ports.queue.backlog() > BACKLOG else None
    moved = sent = 0
    for shard in range(OPEN_SHARDS):
        for payment_id in ports.ledger.due(shard, ports.clock.now(), PER_SHARD):
            if ports.time_left() < TIME_TO_STOP:
                return Swept(moved, sent)
            told = _again(payment_id, spare, ports)
            moved += told is not None
            sent += bool(told)
    return Swept(moved, sent)


def _again(payment_id: str, spare: Status | None, ports: SweepPaymentsPorts) -> bool | None:
    payment, now = ports.ledger.get(payment_id), ports.clock.now()
    if payment is None or payment.due_at is None or payment.due_at > now:
        return None
    pause = min(ports.timing.sweep_step * 2**payment.sweeps, ports.timing.longest_sweep)
    until = now + (FIXED.review_again if payment.waits_for_a_person else pause)
    row = ports.ledger.defer(payment, until, sweeps=payment.sweeps + 1, spare=spare)
    if row is None:
        return None
    if payment.waits_for_a_person:
        # Nothing can be done about it here: whoever can is told again.
        ports.metrics.count(Metric.REVIEW_WAITS)
        return False
    queue = ports.notification_queue if row.owes_mail else ports.queue
    return enqueue(queue, payment_id, ports.metrics)
