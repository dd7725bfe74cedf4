"""What processing needs from the world, and the few things that every step does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from runtime.domain.errors import ConflictError
from runtime.domain.ledger import Stamp
from runtime.domain.payment import MailStatus, Payment
from runtime.domain.ports import Clock, Dice, Ledger, Mailbox, Meter, Vault
from runtime.domain.psp import Kind, Outcome, Psp, View
from runtime.domain.states import Change
from runtime.domain.tell import on_its_way, poll_step, tell, wait
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

    def may_call(self, calls: int = 1) -> bool:
        """Whether so many more PSP calls fit into this invocation."""
        return self.time_left() >= calls * self.timing.psp_call + TIME_TO_WRITE


def look_up(ref: str, ports: ProcessPorts) -> View | Outcome:
    """The PSP's record, or `NO_TIME` where the question no longer fits."""
    return _alarmed(ports.psp.lookup(ref) if ports.may_call() else NO_TIME, ports)


def cancel(ref: str, ports: ProcessPorts) -> View | Outcome:
    """What the record says after a cancel, or `NO_TIME`.

    Two calls must fit: where it is too late to cancel, the adapter reads the record as well.
    """
    return _alarmed(ports.psp.cancel(ref) if ports.may_call(2) else NO_TIME, ports)


def _alarmed(answer: View | Outcome, ports: ProcessPorts) -> View | Outcome:
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
    """The PSP gave no answer that decides: look again on the polling steps.

    Where the next look is planned already, `due_at` stands and nothing is sent: else each
    repeated message would start a chain of looks of its own.
    """
    now = ports.clock.now()
    if not on_its_way(payment, now, ports.timing):
        step = poll_step(now - payment.last_started, ports.timing)
        come_back(payment, step, ports)


def back_off(attempts: int, ports: ProcessPorts, retry_after: int | None = None) -> int:
    """Seconds before the attempt that follows the `attempts` made so far."""
    timing = ports.timing
    spread = 1 + timing.back_off_spread * (2 * ports.dice.fraction() - 1)
    planned = round(timing.back_off[attempts - 1] * spread)
    return min(max(planned, retry_after or 0), timing.longest_wait)
