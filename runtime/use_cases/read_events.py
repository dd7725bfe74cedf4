"""What happened to a merchant's payment: one event, or a page of them."""

from collections.abc import Mapping
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from runtime.contract.codes import Code
from runtime.domain.delivery import KEPT, Told
from runtime.domain.errors import PaymentMissingError
from runtime.domain.event_store import EventPlace
from runtime.domain.events import Event, EventType, event_at, events_of, told_by
from runtime.domain.payment import EVENT_ID, PAYMENT_ID
from runtime.domain.terms import known_to
from runtime.use_cases.read_payments import (
    CLOCK_SKEW,
    ROWS_PER_PAGE,
    Queries,
    ReadPaymentsPorts,
    Seconds,
    find,
)
from runtime.use_cases.side_by_side import side_by_side
from runtime.wire.documents import Fault, InvalidFieldsError, Query, read_as

AT: Final = "at_"
"""Begins a cursor that is a place: the page ended there without an event to name."""

Cursor = Annotated[str, Field(pattern=f"^({AT}[0-9]{{10}}_)?{EVENT_ID.pattern}$")]

CURSOR_UNKNOWN: Final = Fault(Code.PARAMETER_INVALID, "There is no such event.", "starting_after")
PAYMENT_UNKNOWN: Final = Fault(Code.PARAMETER_INVALID, "There is no such payment.", "payment")


class EventQuery(Query):
    """The query string of `GET /v1/events`."""

    payment: Annotated[str, Field(pattern=f"^{PAYMENT_ID.pattern}$")] | None = None
    type: EventType | None = None
    limit: int = Field(default=10, ge=1, le=100)
    starting_after: Cursor | None = None
    created_gte: Seconds | None = Field(default=None, alias="created[gte]")
    created_lt: Seconds | None = Field(default=None, alias="created[lt]")


class FoundEvent(NamedTuple):
    """An event, and what became of it at the merchant's endpoint."""

    event: Event
    told: Told | None
    """None: the merchant was not to be told of it, or it is older than a month."""


class EventPage(NamedTuple):
    """Newest first, and where to go on: None where nothing older is left to look through."""

    events: list[FoundEvent]
    next_cursor: str | None


def read_query(parameters: Mapping[str, str]) -> EventQuery:
    """The query in a query string.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(EventQuery, dict(parameters))


def find_event(identifier: str, merchant: str, ports: Queries) -> Event:
    """One event.

    Whose it is, is the first entry's word as well: a hand can give the row to another merchant.

    Raises:
        PaymentMissingError: unknown, or of another merchant's payment.
        UnavailableError: no answer; the same call may be made again.
    """
    named = told_by(identifier)
    if named is None:
        raise PaymentMissingError
    payment_id, seq = named
    row = find(payment_id, merchant, ports)
    entries = known_to(row, ports.queries.entries(payment_id))
    event = event_at(row, entries[:seq]) if seq <= len(entries) else None
    if event is None or entries[0].data.get("merchant", merchant) != merchant:
        raise PaymentMissingError
    return event


def look_up(identifier: str, merchant: str, ports: ReadPaymentsPorts) -> FoundEvent:
    """One event with its delivery.

    Raises:
        PaymentMissingError: unknown, or of another merchant's payment.
        UnavailableError: no answer; the same call may be made again.
    """
    return _with_deliveries([find_event(identifier, merchant, ports)], merchant, ports)[0]


def page(query: EventQuery, merchant: str, ports: ReadPaymentsPorts) -> EventPage:
    """The events that were asked for, newest first: of one payment, or of all that were told.

    Raises:
        InvalidFieldsError: payment or cursor are unknown.
        UnavailableError: no answer; the same call may be made again.
    """
    if query.payment is None:
        return _of_all(query, merchant, ports)
    try:
        row = find(query.payment, merchant, ports)
    except PaymentMissingError:
        raise InvalidFieldsError([PAYMENT_UNKNOWN]) from None
    events = events_of(row, known_to(row, ports.queries.entries(query.payment)))
    if query.starting_after is not None:
        ids = [event.id for event in events]
        if query.starting_after not in ids:
            raise InvalidFieldsError([CURSOR_UNKNOWN])
        events = events[: ids.index(query.starting_after)]
    wanted = [event for event in reversed(events) if _is_wanted(event, query)]
    found = _with_deliveries(wanted[: query.limit], merchant, ports)
    more = len(wanted) > query.limit
    return EventPage(found, found[-1].event.id if more else None)


def _of_all(query: EventQuery, merchant: str, ports: ReadPaymentsPorts) -> EventPage:
    """What is told, or was, within the last 30 days; what a page costs is bounded."""
    now = ports.clock.now()
    newest = now + CLOCK_SKEW
    end = newest if query.created_lt is None else min(query.created_lt, newest)
    place = EventPlace(end, "")
    if query.starting_after is not None:
        place = min(place, _place_of(query.starting_after, merchant, ports))
    oldest = max(query.created_gte or 0, now - KEPT)
    told: list[Told] = []
    last: Told | None = None
    for read, each in enumerate(ports.told.before(merchant, place, oldest, ROWS_PER_PAGE), 1):
        if query.type in {None, each.type}:
            if len(told) == query.limit:
                return _page(told, told[-1], merchant, ports)
            told.append(each)
        last = each if read == ROWS_PER_PAGE else None
    return _page(told, last, merchant, ports)


def _page(
    told: list[Told], last: Told | None, merchant: str, ports: ReadPaymentsPorts
) -> EventPage:
    """The page of what was told; it goes on behind `last`, which the ledger may have lost."""
    found = _found(told, merchant, ports)
    if last is None or (found and found[-1].event.id == last.event_id):
        return EventPage(found, last and last.event_id)
    return EventPage(found, f"{AT}{last.at:010d}_{last.event_id}")


def _place_of(cursor: str, merchant: str, ports: ReadPaymentsPorts) -> EventPlace:
    if cursor.startswith(AT):
        at, _, identifier = cursor.removeprefix(AT).partition("_")
        return EventPlace(int(at), identifier)
    try:
        return EventPlace(find_event(cursor, merchant, ports).at, cursor)
    except PaymentMissingError:
        raise InvalidFieldsError([CURSOR_UNKNOWN]) from None


def _found(told: list[Told], merchant: str, ports: ReadPaymentsPorts) -> list[FoundEvent]:
    """The events, each read from the ledger; one that it does not hold any more is left out."""

    def one(each: Told) -> FoundEvent | None:
        try:
            return FoundEvent(find_event(each.event_id, merchant, ports), each)
        except PaymentMissingError:
            return None

    return [found for found in side_by_side(one, told) if found]


def _with_deliveries(
    events: list[Event], merchant: str, ports: ReadPaymentsPorts
) -> list[FoundEvent]:
    told = ports.told.told(merchant, [EventPlace(each.at, each.id) for each in events])
    return [FoundEvent(each, told.get(each.id)) for each in events]


def _is_wanted(event: Event, query: EventQuery) -> bool:
    return (
        query.type in {None, event.type}
        and (query.created_gte or 0) <= event.at
        and (query.created_lt is None or event.at < query.created_lt)
    )
