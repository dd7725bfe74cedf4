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

    Who loses the race for `due_at` stays silent: the winner's message is on its way.
    """
    due_at = clock.now() + seconds + timing.first_sweep
    if ledger.defer(payment, due_at, sweeps=payment.sweeps):
        tell(mailbox, payment.payment_id, meter, min(seconds, timing.longest_wait))


def poll_step(elapsed: int, timing: Timing) -> int:
    """Seconds to the next look, from the seconds that passed since the last attempt started."""
    passed = 0
    for step in timing.polling:
        passed += step
        if elapsed < passed:
            return step
    return timing.polling[-1]
