"""What the API answers of events: one that happened to a payment, and a page of them."""

from typing import Annotated, Final, Literal

from pydantic import Field, WithJsonSchema

from runtime.domain import events
from runtime.domain.delivery import DeliveryStatus, Told
from runtime.domain.events import EventType
from runtime.domain.payment import EVENT_ID
from runtime.wire.from_domain import payment_object
from runtime.wire.responses import Listed, Payment
from runtime.wire.shown import Shown

PATH: Final = "/v1/events"


class Event(Shown):
    """One thing that happened to a payment; what its id names never changes."""

    id: Annotated[str, WithJsonSchema({"type": "string", "pattern": f"^{EVENT_ID.pattern}$"})]
    object: Literal["event"]
    type: EventType
    created: int
    version: int = Field(description="The payment's: a higher one happened later.")
    data: Payment = Field(description="The payment as it stood at this version.")


class BusDetail(Event):
    """An event as the stack's bus has it."""

    merchant: str


class Delivery(Shown):
    """What became of an event at the merchant's endpoint."""

    status: DeliveryStatus
    attempts: int
    next_attempt_at: int | None
    last_attempt_at: int | None
    last_answer: str | None = Field(description="HTTP's status, or a word why there was none.")


class AnsweredEvent(Event):
    """An event, and whether the merchant's endpoint has it."""

    delivery: Delivery | None = Field(
        description="Null: the merchant had no endpoint, or it is longer ago than 30 days."
    )


class EventList(Listed[AnsweredEvent]):
    """A page of events, newest first.

    It ends early where it would cost too much: `data` may then hold fewer than `limit`, or none.
    """

    has_more: bool = Field(
        description="False: nothing that was asked for is older. True: not all was looked through."
    )
    next_cursor: str | None = Field(
        description="Give it as `starting_after` for the next page; null where there is none."
    )


def answered_event(event: events.Event, told: Told | None) -> AnsweredEvent:
    """The event as the API answers it."""
    delivery = told and Delivery(
        status=told.status,
        attempts=told.attempts,
        next_attempt_at=told.next_at,
        last_attempt_at=told.last_at,
        last_answer=told.answer,
    )
    return AnsweredEvent(**dict(event_object(event)), delivery=delivery)


def event_body(event: events.Event) -> bytes:
    """The event as an endpoint is sent it."""
    return event_object(event).model_dump_json(ensure_ascii=True).encode()


def bus_detail(event: events.Event, merchant: str) -> str:
    """The event as the stack's bus has it: with whose it is, since a bus has those of all."""
    return BusDetail(**dict(event_object(event)), merchant=merchant).model_dump_json()


def event_object(event: events.Event) -> Event:
    """The event as an endpoint and the API show it."""
    return Event(
        id=event.id,
        object="event",
        type=event.type,
        created=event.at,
        version=event.payment.version,
        data=payment_object(event.payment, event.undeliverable),
    )
