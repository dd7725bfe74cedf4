"""What processing needs from the world, and the few things that every step does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from runtime.domain.errors import ConflictError
from runtime.domain.ledger import Stamp
from runtime.domain.payment import MailStatus, Payment
from runtime.domain.ports import (
    Clock,
    Dice,
    Kind,
    Ledger,
    Mailbox,
    Meter,
    Outcome,
    Psp,
    Vault,
    View,
)
from runtime.domain.states import Change
from runtime.domain.tell import poll_step, tell, wait
from runtime.domain.timing import Timing

TIME_TO_WRITE: Final = 5
"""Seconds that must be left after a PSP call to write what it answered."""

NO_TIME: Final = Outcome(Kind.RETRYABLE, "provider_unavailable")
"""Stands for the answer to a question that was not asked any more in this invocation."""


@dataclass(frozen=True, slots=True)
class ProcessPorts:
    """Everything outside of the domain that a step touches."""

    ledger: Ledger
    psp: Psp
    vault: Vault
    queue: Mailbox
    outbox: Mailbox
    clock: Clock
    dice: Dice
    meter: Meter
    timing: Timing
    request_id: str
    time_left: Callable[[], float]
    """Seconds until the invocation is ended from outside."""

    def stamp(self) -> Stamp:
        """The processor's signature, now."""
        return Stamp(at=self.clock.now(), actor="processor", request_id=self.request_id)

    def may_call(self) -> bool:
        """Whether one more PSP call fits into this invocation."""
        return self.time_left() >= self.timing.psp_call + TIME_TO_WRITE


def ask(question: Callable[[str], View | Outcome], ref: str, ports: ProcessPorts) -> View | Outcome:
    """`lookup` or `cancel`, or `NO_TIME` where it no longer fits."""
    answer = question(ref) if ports.may_call() else NO_TIME
    if isinstance(answer, Outcome) and answer.kind is Kind.MISCONFIGURED:
        ports.meter.count("PspMisconfigured")
    return answer


def write(change: Change, ports: ProcessPorts, *, again_in: int | None = None) -> bool:
    """Commit, then tell: the payer's mail if one became due, ourselves if there is more to do.

    Returns:
        False where somebody else moved the payment first; it is theirs now.
    """
    try:
        ports.ledger.commit(change)
    except ConflictError:
        return False
    if change.after.notification.status is MailStatus.DUE:
        tell(ports.outbox, change.after.payment_id, ports.meter)
    if again_in is not None:
        delay = min(again_in, ports.timing.longest_wait)
        tell(ports.queue, change.after.payment_id, ports.meter, delay)
    return True


def come_back(payment: Payment, seconds: int, ports: ProcessPorts) -> None:
    """A planned wait that leaves the payment as it is."""
    wait(
        payment,
        seconds,
        ports.queue,
        ledger=ports.ledger,
        clock=ports.clock,
        meter=ports.meter,
        timing=ports.timing,
    )


def no_news(payment: Payment, ports: ProcessPorts) -> None:
    """The PSP gave no answer that decides: look again on the polling steps."""
    elapsed = ports.clock.now() - payment.last_started
    come_back(payment, poll_step(elapsed, ports.timing), ports)


def back_off(attempts: int, ports: ProcessPorts, retry_after: int | None = None) -> int:
    """Seconds before the attempt that follows the `attempts` made so far."""
    timing = ports.timing
    spread = 1 + timing.back_off_spread * (2 * ports.dice.fraction() - 1)
    planned = round(timing.back_off[attempts - 1] * spread)
    return min(max(planned, retry_after or 0), timing.longest_wait)
