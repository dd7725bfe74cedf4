"""What the API answers of events: one that happened to a payment, and a page of them."""

from typing import Annotated, Final, Literal

from pydantic import Field, WithJsonSchema

from runtime.domain import events
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


class EventList(Listed[Event]):
    """A page of a payment's events, newest first; the last one's id leads on."""


def event_object(event: events.Event) -> Event:
    """The event as the API answers it."""
    return Event(
        id=event.id,
        object="event",
        type=event.type,
        created=event.at,
        version=event.payment.version,
        data=payment_object(event.payment, event.undeliverable),
    )
