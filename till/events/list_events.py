"""`till events list`: what a merchant was told in the last 30 days, and what became of it."""

import re
import time
from collections.abc import Iterable
from functools import partial
from typing import Annotated, Final

import typer

from runtime.adapters.dynamodb_told_events import DynamoDbToldEvents
from runtime.domain.delivery import KEPT, DeliveryStatus, Told
from runtime.domain.event_store import EventPlace, ToldEvents
from runtime.domain.payment import EVENT_ID, created_key
from runtime.use_cases.read_payments import CLOCK_SKEW
from till.lib.answer import Document, answer
from till.lib.exits import CommandError, Exit
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import client, stack_of
from till.merchants.documents import Name
from till.merchants.register import register
from till.merchants.typed import name_of
from till.payments.amounts import clock

READ: Final = 1_000
"""Events of one look."""
LOOKS: Final = 60
"""Of one list: then a person is asked to go on, or to narrow it down."""
COLUMNS: Final = ("event", "type", "happened (UTC)", "status", "attempts", "next (UTC)", "answer")
_CURSOR: Final = re.compile(rf"([0-9]{{10}})#({EVENT_ID.pattern})")


class ToldEvent(Document):
    """One event, and where it stands with its merchant's endpoint. Times are Unix seconds."""

    event_id: str
    type: str
    happened_at: int
    status: DeliveryStatus
    attempts: int
    next_attempt_at: int | None
    last_attempt_at: int | None
    last_answer: str | None
    """HTTP's status, or a word why there was none."""


class Events(Document):
    """What `till events list --json` prints, newest first."""

    merchant: str
    events: list[ToldEvent]
    next_cursor: str | None
    """Give it as `--after`; null: everything was looked through."""


def list_events(
    *,
    name: Name,
    status: Annotated[DeliveryStatus | None, typer.Option(help="Where it stands.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="Events at most.")] = 20,
    after: Annotated[
        str | None, typer.Option(help="Where the last list said that it goes on.")
    ] = None,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0, whatever was found.

    Raises:
        InputError: there is no such merchant, or what was given is none.
        TillstackError, ClientError: one sentence each.
    """
    name, now = name_of(name), int(time.time())
    place = EventPlace(now + CLOCK_SKEW, "") if after is None else _place(after)
    told = stack_of(outputs, stack)
    webhook = register(told, partial(client, told)).known(name).webhook
    store = DynamoDbToldEvents(client(told, "dynamodb"), told.events_table)
    found, on = looked_through(store, name, status, limit, place, now - KEPT)
    cursor = on and created_key(*on)
    document = Events(merchant=name, events=list(map(_document, found)), next_cursor=cursor)
    answer(document, [report(found, cursor, endpoint=webhook is not None)], as_json=as_json)
    return Exit.DONE


def looked_through(
    store: ToldEvents,
    merchant: str,
    status: DeliveryStatus | None,
    limit: int,
    place: EventPlace,
    oldest: int,
) -> tuple[list[Told], EventPlace | None]:
    """At most `limit` events before `place`, newest first, and where to go on.

    Args:
        store: what was told.
        merchant: whose endpoint.
        status: where they stand; None: anywhere.
        limit: events at most.
        place: they are before it.
        oldest: Unix seconds; what happened earlier is left out.

    Raises:
        UnavailableError: no answer; the same call may be made again.
        UnreadableRowError: what is stored has no form that this code reads.
    """
    found: list[Told] = []
    for _ in range(LOOKS):
        page = list(store.before(merchant, place, oldest, READ))
        for each in page:
            if len(found) == limit:
                return found, EventPlace(found[-1].at, found[-1].event_id)
            if status in {None, each.status}:
                found.append(each)
        if len(page) < READ:
            return found, None
        place = EventPlace(page[-1].at, page[-1].event_id)
    return found, place


def report(found: Iterable[Told], cursor: str | None, *, endpoint: bool) -> Section:
    """One row for each event."""
    rows = [
        (
            each.event_id,
            each.type,
            clock(each.at),
            each.status,
            str(each.attempts),
            "-" if each.next_at is None else clock(each.next_at),
            each.answer or "-",
        )
        for each in found
    ]
    more = f"Not all was looked through: --after {cursor} goes on." if cursor else "That is all."
    notes = [
        f"{len(rows)} found, of the last 30 days. {more}",
        *([] if endpoint else ["The merchant has no endpoint now: what is pending waits."]),
    ]
    return Section("Events", notes=notes, columns=COLUMNS, rows=rows)


def _document(told: Told) -> ToldEvent:
    return ToldEvent(
        event_id=told.event_id,
        type=told.type,
        happened_at=told.at,
        status=told.status,
        attempts=told.attempts,
        next_attempt_at=told.next_at,
        last_attempt_at=told.last_at,
        last_answer=told.answer,
    )


def _place(cursor: str) -> EventPlace:
    if found := _CURSOR.fullmatch(cursor):
        return EventPlace(int(found[1]), found[2])
    message = f"{cursor!r} is not where a list goes on: give --after what the last list said."
    raise CommandError(Exit.MISUSED, message)
