"""`till events resend`: one event goes to its merchant's endpoint again, or on the bus."""

import time
from typing import Annotated

import typer

from runtime.domain.events import EventType, told_by
from till.events.asking import Asked, ToBus, asked_of, events_of
from till.lib.answer import Document, answer
from till.lib.exits import CommandError, Exit
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import stack_of


class Resent(Document):
    """What `till events resend --json` prints."""

    event_id: str
    type: EventType
    merchant: str
    on_bus: bool
    """Whether on the stack's bus; else at the merchant's endpoint."""
    due_at: int
    """Unix seconds."""
    held_up: str | None
    """Why it is not sent within a minute, in words; null: it is."""


def resend(
    *,
    event: Annotated[str, typer.Argument(help="The id of the event.")],
    on_bus: ToBus = False,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0 once it is due.

    Raises:
        CommandError: there is no such event, it is too old, or its merchant has no endpoint, or
            the stack has no bus.
        InputError, TillstackError, ClientError: one sentence each.
    """
    named = told_by(event)
    if named is None:
        message = f"{event!r} is no id of an event: evt_, 26 letters or digits, _ and a number."
        raise CommandError(Exit.MISUSED, message)
    asked = asked_of(stack_of(outputs, stack), on_bus=on_bus)
    document = resent(event, named[0], asked, int(time.time()))
    notes = [
        f"{event}, {document.type}, is due {asked.way.where(document.merchant)}.",
        document.held_up or "It is sent within a minute.",
        asked.way.seen(document.merchant),
    ]
    answer(document, [Section("Sent again", notes=notes)], as_json=as_json)
    return Exit.DONE


def resent(event: str, payment_id: str, ports: Asked, now: int) -> Resent:
    """Make an event of a payment due at `now` (Unix seconds).

    Raises:
        CommandError: there is no such event, it is too old, or its merchant has no endpoint.
        UnavailableError, UnreadableRowError: the tables can't say; it may or may not be due.
    """
    row = ports.queries.get(payment_id)
    if row is None:
        message = f"The ledger has no payment {payment_id}, and so no event {event}."
        raise CommandError(Exit.NOT_FOUND, message)
    steps = events_of(row, ports.queries)
    found = next((each for each in steps if each.event_id == event), None)
    if found is None:
        message = f"No step of {payment_id} is told as {event}: `till explain` shows all of them."
        raise CommandError(Exit.NOT_FOUND, message)
    way = ports.way
    way.admits(row.merchant)
    if way.reaches_back is not None and found.at < now - way.reaches_back:
        message = (
            f"{event} is older than 30 days, for which events are kept to be sent, and was not "
            f"made due. The merchant reads it at GET /v1/events/{event}."
        )
        raise CommandError(Exit.NO, message)
    way.ask_again(row, found, now)
    return Resent(
        event_id=event,
        type=found.kind,
        merchant=row.merchant,
        on_bus=way.on_bus,
        due_at=now,
        held_up=way.held_up(row.merchant, now),
    )
