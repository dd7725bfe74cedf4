"""Write, then tell: messages that follow a commit, and waits that change nothing."""

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Payment
from runtime.domain.ports import Clock, Ledger, Mailbox, Meter
from runtime.domain.timing import Timing


def tell(mailbox: Mailbox, payment_id: str, meter: Meter, delay: int = 0) -> bool:
    """Send what the ledger already holds; a failure is counted, and the sweeper sends instead."""
    try:
        mailbox.send(payment_id, delay)
    except UnavailableError:
        meter.count("SendAfterCommitFailed")
        return False
    return True


def wait(
    payment: Payment,
    seconds: int,
    mailbox: Mailbox,
    *,
    ledger: Ledger,
    clock: Clock,
    meter: Meter,
    timing: Timing,
) -> None:
    """Come back in `seconds` without changing the payment: a new message, never a returned one.

    A plan ends the count of sweeps, as a transition does. Who loses the race for `due_at`
    stays silent: the winner's message is on its way.
    """
    due_at = clock.now() + seconds + timing.first_sweep
    if ledger.defer(payment, due_at, sweeps=0):
        tell(mailbox, payment.payment_id, meter, min(seconds, timing.longest_wait))


def on_its_way(payment: Payment, now: int, timing: Timing) -> bool:
    """Whether the message of a planned look is still to come, so that nothing is due yet.

    Every plan leaves the sweeper `first_sweep`; the `due_at` that a sweep wrote plans no message.
    """
    swept = payment.sweeps > 0
    return not swept and payment.due_at is not None and payment.due_at - timing.first_sweep > now


def poll_step(elapsed: int, timing: Timing) -> int:
    """Seconds to the next look, from the seconds that passed since the last attempt started."""
    passed = 0
    for step in timing.polling:
        passed += step
        if elapsed < passed:
            return step
    return timing.polling[-1]
