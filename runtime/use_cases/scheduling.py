"""Write, then send: messages that follow a commit, and waits that change nothing."""

from typing import Final, Protocol

from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Payment
from runtime.domain.ports import Clock, Ledger, MessageQueue, Metrics

AFTER_LEASE: Final = 1
"""Seconds past the end of a lease at which another looks again.

A claim is due at the end of its lease; a plan for that very second could not be told from it,
and each copy of a message would plan once more.
"""


class SchedulingPorts(Protocol):
    """What planning needs from outside."""

    @property
    def ledger(self) -> Ledger:
        """Where the plan stands."""
        ...

    @property
    def clock(self) -> Clock:
        """Now."""
        ...

    @property
    def metrics(self) -> Metrics:
        """What a failed send is counted with."""
        ...

    @property
    def timing(self) -> Timing:
        """How long waits are."""
        ...


def enqueue(queue: MessageQueue, payment_id: str, metrics: Metrics, delay: int = 0) -> bool:
    """Send what the ledger already holds; a failure is counted, and the sweeper sends instead."""
    try:
        queue.send(payment_id, delay)
    except UnavailableError:
        metrics.count(Metric.SEND_AFTER_COMMIT_FAILED)
        return False
    return True


def schedule(payment: Payment, until: int, queue: MessageQueue, ports: SchedulingPorts) -> None:
    """Come back at `until` without changing the payment: a new message, never a returned one.

    A plan ends the count of sweeps, as a transition does. Only who moves `due_at` forward sends:
    a copy that finds this plan, or a later one, and one that loses the race for `due_at` stay
    silent. So the messages of one payment can't multiply, whatever the clocks say.
    """
    planned, now = _planned(payment, ports.timing), ports.clock.now()
    if planned is not None and planned >= until:
        return
    if ports.ledger.defer(payment, until + ports.timing.first_sweep, sweeps=0):
        delay = min(max(until - now, 0), ports.timing.longest_wait)
        enqueue(queue, payment.payment_id, ports.metrics, delay)


def is_scheduled(payment: Payment, now: int, timing: Timing) -> bool:
    """Whether the message of a planned look is still to come, so that nothing is due yet."""
    planned = _planned(payment, timing)
    return planned is not None and planned > now


def _planned(payment: Payment, timing: Timing) -> int | None:
    """The time of the planned look, if one is planned.

    Every plan leaves the sweeper `first_sweep`; the `due_at` that a sweep wrote plans no message.
    """
    if payment.sweeps or payment.due_at is None:
        return None
    return payment.due_at - timing.first_sweep
