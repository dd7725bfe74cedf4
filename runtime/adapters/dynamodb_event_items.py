"""Items of the `events` table: what is due, what became of it, and how endpoints are.

`due#<merchant>#<lane>` / `<due at>#<event>` is an event that is to be sent.
`bus#<lane>` / `<due at>#<event>` is an event that is to be put on the stack's bus.
`told#<merchant>#<day of the event>` / `<its time>#<event>` is what became of it.
`health` / `<merchant>` is how its endpoint is; there is none of one that is well.
Times in keys have ten digits, so that they sort.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from runtime.adapters.dynamodb_items import from_attribute, to_attribute
from runtime.domain.delivery import (
    KEPT,
    BusLane,
    DeliveryStatus,
    Due,
    EndpointHealth,
    Lane,
    Told,
    Unpublished,
)
from runtime.domain.errors import UnreadableRowError
from runtime.domain.payment import created_key, day_of

if TYPE_CHECKING:
    from runtime.adapters.dynamodb_items import Item

PK: Final = "pk"
SK: Final = "sk"
EXPIRES: Final = "expires_at"
"""Where DynamoDB's time to live looks."""
SCHEMA: Final = 1
HEALTH: Final = "health"


def due_pk(lane: Lane) -> str:
    """The partition of what is due in a lane."""
    return f"due#{lane.merchant}#{lane.number}"


def bus_pk(lane: BusLane) -> str:
    """The partition of what is to be put on the bus in a lane."""
    return f"bus#{lane.number}"


def told_pk(merchant: str, day: str) -> str:
    """The partition of what became of the events of a day (`yyyy-mm-dd`)."""
    return f"told#{merchant}#{day}"


def due_key(due: Due) -> "Item":
    """The key of an event that is due."""
    return _key(due_pk(due.lane), created_key(due.due_at, due.event_id))


def unpublished_key(event: Unpublished) -> "Item":
    """The key of an event that is to be put on the bus."""
    return _key(bus_pk(event.lane), created_key(event.due_at, event.event_id))


def told_key(merchant: str, at: int, event_id: str) -> "Item":
    """The key of what became of an event."""
    return _key(told_pk(merchant, day_of(at)), created_key(at, event_id))


def health_key(merchant: str) -> "Item":
    """The key of how an endpoint is."""
    return _key(HEALTH, merchant)


def due_item(due: Due) -> "Item":
    """An event that is due."""
    fields = {"v": SCHEMA, "type": due.type, "at": due.at, "attempts": due.attempts}
    return due_key(due) | _attributes({**fields, EXPIRES: due.at + KEPT})


def unpublished_item(event: Unpublished) -> "Item":
    """An event that is to be put on the bus."""
    fields = {"v": SCHEMA, "merchant": event.merchant, "at": event.at}
    return unpublished_key(event) | _attributes({**fields, EXPIRES: event.at + KEPT})


def told_item(merchant: str, told: Told) -> "Item":
    """What became of an event."""
    fields = {**told._asdict(), "v": SCHEMA, EXPIRES: told.at + KEPT}
    del fields["event_id"]  # It ends the key.
    return told_key(merchant, told.at, told.event_id) | _attributes(fields)


def health_item(merchant: str, health: EndpointHealth) -> "Item":
    """How an endpoint is."""
    return health_key(merchant) | _attributes({**asdict(health), "v": SCHEMA})


def read_due(lane: Lane, item: Mapping[str, Any]) -> Due:
    """The event that is due.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    fields = _fields(item)
    try:
        due_at, event_id = _split(item)
        return Due(lane, due_at, event_id, fields["type"], fields["at"], fields["attempts"])
    except (KeyError, ValueError):
        raise _unreadable(item) from None


def read_unpublished(lane: BusLane, item: Mapping[str, Any]) -> Unpublished:
    """The event that is to be put on the bus.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    fields = _fields(item)
    try:
        due_at, event_id = _split(item)
        return Unpublished(lane, due_at, event_id, fields["merchant"], fields["at"])
    except (KeyError, ValueError):
        raise _unreadable(item) from None


def read_told(item: Mapping[str, Any]) -> Told:
    """What became of an event.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    fields = _fields(item)
    try:
        _, event_id = _split(item)
        return Told(**{**fields, "event_id": event_id, "status": DeliveryStatus(fields["status"])})
    except (KeyError, TypeError, ValueError):
        raise _unreadable(item) from None


def read_health(item: Mapping[str, Any]) -> EndpointHealth:
    """How an endpoint is.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    try:
        return EndpointHealth(**_fields(item))
    except TypeError:
        raise _unreadable(item) from None


def _key(pk: str, sk: str) -> "Item":
    return {PK: {"S": pk}, SK: {"S": sk}}


def _attributes(fields: Mapping[str, Any]) -> "Item":
    return {name: to_attribute(value) for name, value in fields.items() if value is not None}


def _split(item: Mapping[str, Any]) -> tuple[int, str]:
    at, _, event_id = item[SK]["S"].partition("#")
    return int(at), event_id


def _fields(item: Mapping[str, Any]) -> dict[str, Any]:
    """What an item holds besides its key.

    Raises:
        UnreadableRowError: it has no form that this code reads.
    """
    try:
        fields = {name: from_attribute(each) for name, each in item.items()}
    except ValueError:
        raise _unreadable(item) from None
    if fields.pop("v", None) != SCHEMA:
        raise _unreadable(item)
    return {name: each for name, each in fields.items() if name not in {PK, SK, EXPIRES}}


def _unreadable(item: Mapping[str, Any]) -> UnreadableRowError:
    key = "#".join(str(item.get(name, {}).get("S", "")) for name in (PK, SK))
    message = f"The record {key} of the table of events can't be read."
    return UnreadableRowError(message)
