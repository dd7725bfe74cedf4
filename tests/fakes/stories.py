"""What a story is made of: how a payment came to be, and what happens then."""

from collections.abc import Callable
from typing import Any

from runtime.domain import state_machine
from runtime.domain.payment import MailStatus
from runtime.domain.psp import PspState
from tests.fakes.payments import ID, REF, TIMING, Harness
from tests.fakes.run import deliver

Do = Callable[[Harness], object]


def passing(seconds: int) -> Do:
    """Time passes; less than none sets the clock back."""
    return lambda harness: harness.clock.advance(seconds)


def one_by_one(*steps: Do) -> Do:
    """One after the other."""

    def all_of_them(harness: Harness) -> None:
        for step in steps:
            step(harness)

    return all_of_them


def psp(**answers: Any) -> Do:
    """What the PSP answers next, then one message."""

    def play(harness: Harness) -> None:
        for method, answer in answers.items():
            harness.psp.script(method, answer if isinstance(answer, list) else [answer])
        deliver(harness)

    return play


def after(seconds: int, play: Do = deliver) -> Do:
    """So much later."""

    def later(harness: Harness) -> None:
        harness.clock.advance(seconds)
        play(harness)

    return later


def book(play: Do = deliver, **facts: Any) -> Do:
    """The PSP's own book says so."""

    def so(harness: Harness) -> None:
        if facts.get("state") is PspState.PAID:
            harness.psp.take(REF)
        harness.psp.set(REF, **facts)
        play(harness)

    return so


def by_hand(**fields: Any) -> Do:
    """Somebody changes the row, then one message."""

    def play(harness: Harness) -> None:
        harness.ledger.rows[ID] = harness.row().model_copy(update=fields)
        deliver(harness)

    return play


def sending(harness: Harness) -> None:
    """A failure whose mail is on its way."""
    payment, until = harness.failed(), harness.clock.now() + TIMING.mail_lease
    due = until + TIMING.first_sweep
    harness.write(
        state_machine.notify(
            payment, MailStatus.SENDING, harness.stamp(), due_at=due, owner="o", lease_until=until
        )
    )


def told(harness: Harness) -> None:
    """A failure whose mail was sent."""
    sending(harness)
    harness.write(
        state_machine.notify(
            harness.row(),
            MailStatus.SENT,
            harness.stamp(),
            due_at=None,
            owner=None,
            lease_until=None,
            message_id="ses-1",
        )
    )
