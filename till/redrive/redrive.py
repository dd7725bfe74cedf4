"""`till redrive`: what would each dead letter do, and, with `--go`, let it.

A message carries an id and no order, so a letter of last week does what a message of now would:
nothing is charged after a payment's window (the step function decides that when it comes).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

import typer
from rich.console import Console

from runtime.domain.redrive import on_email_events, on_notifications, on_payments
from runtime.wire.lane_message import decode_lane
from runtime.wire.queue_message import decode
from till.lib.answer import Document, say_json
from till.lib.exits import Exit
from till.lib.input import Outputs
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section, show
from till.lib.stack import client, stack_of
from till.redrive._dead_letters import DeadLetter, DeadLetters, Read, of_mail_event
from till.redrive.seen import Seen, at_lanes, at_payments

Look = Callable[[DeadLetter], Seen]
"""What a letter that can be read would do.

Raises:
    UnavailableError, UnreadableRowError: the tables can't say.
"""


class DeadLetterSource(NamedTuple):
    """How to look at the dead letters of one queue."""

    prefix: str
    """Of its addresses in the stack's outputs."""
    look: Callable[[Outputs], Look]
    read: Read


KINDS: Final[Mapping[str, DeadLetterSource]] = {
    "payments": DeadLetterSource("payment", at_payments(on_payments), decode),
    "notifications": DeadLetterSource("notification", at_payments(on_notifications), decode),
    "email-events": DeadLetterSource("email_event", at_payments(on_email_events), of_mail_event),
    "events": DeadLetterSource("event", at_lanes, decode_lane),
}
"""Whose dead letters."""

MOST: Final = 1_000
MORE_OF_A_LANE: Final = (
    "Of a lane ten at most are handed out at a time: once they are moved, the same command finds "
    "the next."
)
DAY_SECONDS: Final = 86_400


class Kind(StrEnum):
    """Whose dead letters."""

    PAYMENTS = "payments"
    NOTIFICATIONS = "notifications"
    EMAIL_EVENTS = "email-events"
    EVENTS = "events"


class Letter(Document):
    """One dead letter, and what it would do, or has been moved to do."""

    message_id: str
    payment_id: str | None
    lane: str | None
    """The way to a merchant's endpoint, of a letter of `events`: the merchant, # and 0 or 1."""
    sent_at: int
    """Unix seconds."""
    status: str | None
    would: str | None
    """None: nobody can read the letter, so it stays."""
    moved: bool


class Letters(Document):
    """What `till redrive --json` prints, oldest first."""

    queue: str
    held: int
    """So many more are taken by somebody else just now."""
    letters: list[Letter]


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("redrive", help="Say what dead letters would do, or move them.")(run)


def run(
    *,
    queue: Annotated[Kind, typer.Argument(help="Whose dead letters.")],
    outputs: OutputsFile = None,
    stack: StackName = None,
    most: Annotated[int, typer.Option(min=1, help="Letters to look at.")] = MOST,
    go: Annotated[bool, typer.Option("--go", help="Move them; without it, only look.")] = False,
    as_json: AsJson = False,
) -> int:
    """0: everything that was to be moved is moved.

    Raises:
        InputError, TillstackError, BotoCoreError, ClientError: one sentence each.
    """
    known = stack_of(outputs, stack)
    dead_letters, look = opened(known, queue)
    held = dead_letters.held()
    taken: list[DeadLetter] = []
    try:
        taken.extend(dead_letters.take(most))
        seen = list(map(look, taken))
        if not as_json:
            show(Console(), [report(seen, held, int(time.time()), go=go)])
        if go:
            for each in [each for each in seen if each.effect is not None]:
                dead_letters.move(each.dead_letter)
                taken.remove(each.dead_letter)
    finally:
        dead_letters.put_back(taken)
    if as_json:
        say_json(Letters(queue=queue, held=held, letters=letters_of(seen, taken)))
    return Exit.DONE


def forecasts(known: Outputs, queue: Kind, most: int = MOST) -> tuple[list[Seen], int]:
    """What each letter would do, oldest first, and how many somebody else has taken.

    Raises:
        InputError, TillstackError, BotoCoreError, ClientError: one sentence each.
    """
    dead_letters, look = opened(known, queue)
    held, taken = dead_letters.held(), list[DeadLetter]()
    try:
        taken.extend(dead_letters.take(most))
        seen = list(map(look, taken))
    finally:
        dead_letters.put_back(taken)
    return sorted(seen, key=lambda each: each.dead_letter.sent_at), held


def opened(known: Outputs, queue: str) -> tuple[DeadLetters, Look]:
    """A queue's dead letters, and how one of them is looked at.

    Raises:
        InputError: the environment points to another stack.
    """
    prefix, looks, read = KINDS[queue]
    dead_letters = DeadLetters(
        client(known, "sqs"),
        getattr(known, f"{prefix}_dead_letter_url"),
        getattr(known, f"{prefix}_queue_url"),
        read,
    )
    look = looks(known)
    # Of what nobody can read, nobody can ask.
    return dead_letters, lambda one: Seen(one, None, None) if one.about is None else look(one)


def letters_of(seen: Sequence[Seen], left: Sequence[DeadLetter]) -> list[Letter]:
    """The letters as documents, oldest first; those that are `left` were not moved."""
    return [
        Letter(
            message_id=each.dead_letter.message_id,
            payment_id=each.dead_letter.payment_id,
            lane=each.dead_letter.lane and each.dead_letter.about,
            sent_at=each.dead_letter.sent_at,
            status=each.payment and each.payment.status,
            would=each.effect,
            moved=each.dead_letter not in left,
        )
        for each in sorted(seen, key=lambda one: one.dead_letter.sent_at)
    ]


def held_elsewhere(held: int) -> str:
    """How many letters can't be looked at, as a sentence without its end."""
    return f"{held} more are taken by somebody else just now"


def report(seen: list[Seen], held: int, now: int, *, go: bool) -> Section:
    """One row for each letter, oldest first."""
    stay = sum(each.effect is None for each in seen)
    moved = len(seen) - stay
    notes = [
        f"{moved} moved." if go else f"{moved} would be moved: nothing was changed; --go moves.",
        *([f"{stay} can't be read and stay where they are."] if stay else []),
        *([f"{held_elsewhere(held)}."] if held else []),
        *([MORE_OF_A_LANE] if any(each.dead_letter.lane for each in seen) else []),
    ]
    return Section(
        "Dead letters",
        notes=notes,
        columns=("days", "payment, lane, or message", "status", "would"),
        rows=[
            (
                f"{(now - each.dead_letter.sent_at) / DAY_SECONDS:.1f}",
                each.dead_letter.about or each.dead_letter.message_id,
                each.status,
                each.effect or "stay: unreadable",
            )
            for each in sorted(seen, key=lambda each: each.dead_letter.sent_at)
        ],
    )
