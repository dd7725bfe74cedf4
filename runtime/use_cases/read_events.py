"""What happened to a merchant's payment: one event, or a page of them."""

from collections.abc import Mapping
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from runtime.contract.codes import Code
from runtime.domain.errors import PaymentMissingError
from runtime.domain.events import Event, EventType, event_at, events_of, told_by
from runtime.domain.payment import EVENT_ID, PAYMENT_ID
from runtime.domain.terms import known_to
from runtime.use_cases.read_payments import ReadPaymentsPorts, Seconds, find
from runtime.wire.documents import Fault, InvalidFieldsError, Query, read_as

CURSOR_UNKNOWN: Final = Fault(Code.PARAMETER_INVALID, "There is no such event.", "starting_after")
PAYMENT_UNKNOWN: Final = Fault(Code.PARAMETER_INVALID, "There is no such payment.", "payment")


class EventQuery(Query):
    """The query string of `GET /v1/events`."""

    payment: Annotated[str, Field(pattern=f"^{PAYMENT_ID.pattern}$")]
    type: EventType | None = None
    limit: int = Field(default=10, ge=1, le=100)
    starting_after: Annotated[str, Field(pattern=f"^{EVENT_ID.pattern}$")] | None = None
    created_gte: Seconds | None = Field(default=None, alias="created[gte]")
    created_lt: Seconds | None = Field(default=None, alias="created[lt]")


class EventPage(NamedTuple):
    """Newest first, and whether older ones were asked for too."""

    events: list[Event]
    has_more: bool


def read_query(parameters: Mapping[str, str]) -> EventQuery:
    """The query in a query string.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(EventQuery, dict(parameters))


def find_event(identifier: str, merchant: str, ports: ReadPaymentsPorts) -> Event:
    """One event.

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
    if event is None:
        raise PaymentMissingError
    return event


def page(query: EventQuery, merchant: str, ports: ReadPaymentsPorts) -> EventPage:
    """The payment's events that were asked for, newest first.

    Raises:
        InvalidFieldsError: payment or cursor are unknown.
        UnavailableError: no answer; the same call may be made again.
    """
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
    return EventPage(wanted[: query.limit], len(wanted) > query.limit)


def _is_wanted(event: Event, query: EventQuery) -> bool:
    return (
        query.type in {None, event.type}
        and (query.created_gte or 0) <= event.at
        and (query.created_lt is None or event.at < query.created_lt)
    )
