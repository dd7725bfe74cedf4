"""`till redrive`: what would each dead letter do, and, with `--go`, let it.

A message carries an id and no order, so a letter of last week does what a message of now would:
nothing is charged after a payment's window (the step function decides that when it comes).
"""

import argparse
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import botocore.session
from botocore.config import Config
from rich.console import Console

from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.domain.payment import Payment
from runtime.domain.redrive import Effect, on_email_events, on_notifications, on_payments
from runtime.wire.queue_message import decode
from till.lib.input import outputs
from till.lib.report import Section, show
from till.redrive._dead_letters import DeadLetter, DeadLetters, Read, of_mail_event

Forecast = Callable[[Payment | None, int], Effect]


class DeadLetterSource(NamedTuple):
    """How to look at the dead letters of one queue."""

    prefix: str
    """Of its addresses in the stack's outputs."""
    forecast: Forecast
    read: Read


KINDS: Final[Mapping[str, DeadLetterSource]] = {
    "payments": DeadLetterSource("payment", on_payments, decode),
    "notifications": DeadLetterSource("notification", on_notifications, decode),
    "email-events": DeadLetterSource("email_event", on_email_events, of_mail_event),
}
"""Whose dead letters."""

MOST: Final = 1_000
DAY_SECONDS: Final = 86_400
CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 10


class Seen(NamedTuple):
    """A letter, its payment as it is now, and what the letter would do."""

    dead_letter: DeadLetter
    payment: Payment | None
    effect: Effect | None
    """None: nobody can read the letter, so it stays."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Describe the command."""
    parser = commands.add_parser("redrive", help="say what dead letters would do, or move them")
    parser.add_argument("queue", choices=sorted(KINDS), help="whose dead letters")
    parser.add_argument(
        "--outputs",
        type=Path,
        required=True,
        help="what `pulumi stack output --json` wrote; - is the standard input",
    )
    parser.add_argument("--most", type=int, default=MOST, help=f"letters to look at ({MOST})")
    parser.add_argument("--go", action="store_true", help="move them; without it, only look")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0: everything that was to be moved is moved.

    Raises:
        InputError, TillstackError, BotoCoreError, ClientError: one sentence each.
    """
    stack = outputs(chosen.outputs)
    prefix, forecast, read = KINDS[chosen.queue]
    dead_letters = DeadLetters(
        _client("sqs"),
        getattr(stack, f"{prefix}_dead_letter_url"),
        getattr(stack, f"{prefix}_queue_url"),
        read,
    )
    ledger = DynamoDbLedger(_client("dynamodb"), stack.payments_table, stack.entries_table)
    held = dead_letters.held()
    taken: list[DeadLetter] = []
    try:
        taken.extend(dead_letters.take(chosen.most))
        seen = [_seen(dead_letter, ledger, forecast) for dead_letter in taken]
        show(Console(), [report(seen, held, int(time.time()), go=chosen.go)])
        if chosen.go:
            for each in [each for each in seen if each.effect is not None]:
                dead_letters.move(each.dead_letter)
                taken.remove(each.dead_letter)
    finally:
        dead_letters.put_back(taken)
    return 0


def report(seen: list[Seen], held: int, now: int, *, go: bool) -> Section:
    """One row for each letter, oldest first."""
    stay = sum(each.effect is None for each in seen)
    moved = len(seen) - stay
    notes = [
        f"{moved} moved." if go else f"{moved} would be moved: nothing was changed; --go moves.",
        *([f"{stay} can't be read and stay where they are."] if stay else []),
        *([f"{held} more are taken by somebody else just now."] if held else []),
    ]
    return Section(
        "Dead letters",
        notes=notes,
        columns=("days", "payment, or message", "status", "would"),
        rows=[
            (
                f"{(now - each.dead_letter.sent_at) / DAY_SECONDS:.1f}",
                each.dead_letter.payment_id or each.dead_letter.message_id,
                each.payment.status if each.payment else "unknown",
                each.effect or "stay: unreadable",
            )
            for each in sorted(seen, key=lambda each: each.dead_letter.sent_at)
        ],
    )


def _client(service: str) -> Any:
    config = Config(connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS)
    return botocore.session.get_session().create_client(service, config=config)


def _seen(dead_letter: DeadLetter, ledger: DynamoDbLedger, forecast: Forecast) -> Seen:
    if dead_letter.payment_id is None:
        return Seen(dead_letter, None, None)
    payment = ledger.get(dead_letter.payment_id)
    return Seen(dead_letter, payment, forecast(payment, int(time.time())))
