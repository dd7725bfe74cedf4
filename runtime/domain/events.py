"""The events of a payment: what its merchant is told of it, one for each step that they can see.

An event is read from an entry of the ledger and never written, so none is forgotten and none is
invented; its id and its content are the same whenever it is read. Pure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from runtime.domain.delivery import Due, Lane, Unpublished, bus_lane
from runtime.domain.ledger import Entry, EntryType, why_undeliverable
from runtime.domain.payment import EVENT_ID, MailStatus, Payment, Status, event_lane
from runtime.domain.payment_at import payment_at
from runtime.domain.state_machine import Change, Transition


class EventType(StrEnum):
    """What happened to a payment."""

    ACCEPTED = "payment.accepted"
    PROCESSING = "payment.processing"
    SUCCEEDED = "payment.succeeded"
    FAILED = "payment.failed"
    CANCELED = "payment.canceled"
    REQUIRES_REVIEW = "payment.requires_review"
    NOTIFICATION_UNDELIVERABLE = "payment.notification_undeliverable"


class Event(NamedTuple):
    """One thing that happened to a payment, and the payment as it stood then."""

    id: str
    type: EventType
    at: int
    """Unix seconds."""
    payment: Payment
    """At the event's version."""
    undeliverable: str | None
    """Why the payer's mail is, where it is."""


def event_id(payment_id: str, seq: int) -> str:
    """The id of the event that entry `seq` tells of."""
    return f"evt_{payment_id.removeprefix('pay_')}_{seq}"


def told_by(identifier: str) -> tuple[str, int] | None:
    """The payment and the entry's number that an event's id names; None where it is none."""
    if not EVENT_ID.fullmatch(identifier):
        return None
    _, payment, seq = identifier.split("_")
    return f"pay_{payment}", int(seq)


def events_of(row: Payment, entries: Sequence[Entry]) -> list[Event]:
    """Every event of one payment, oldest first.

    Args:
        row: as it is now.
        entries: all of them, oldest first.
    """
    told = [event_at(row, entries[:number]) for number in range(1, len(entries) + 1)]
    return [event for event in told if event]


def event_at(row: Payment, entries: Sequence[Entry]) -> Event | None:
    """What the last of these entries tells a merchant.

    Args:
        row: as it is now.
        entries: oldest first, from the first one on.
    """
    if not entries or (kind := event_type(entries[-1])) is None:
        return None
    last, then = entries[-1], payment_at(row, entries)
    lost = then.notification.status is MailStatus.UNDELIVERABLE
    why = why_undeliverable(entries) if lost else None
    return Event(event_id(row.payment_id, last.seq), kind, last.at, then, why)


def due_events(change: Change) -> list[Due]:
    """What a change makes due at the merchant's endpoint; nothing where it has none."""
    after = change.after
    if not after.tells_merchant:
        return []
    lane = Lane(after.merchant, event_lane(after.payment_id))
    return [
        Due(lane, entry.at, event_id(after.payment_id, entry.seq), kind, entry.at)
        for entry, kind in _telling(change)
    ]


def unpublished_events(change: Change) -> list[Unpublished]:
    """What a change makes due on the stack's bus; nothing where there is none."""
    after = change.after
    if not after.on_bus:
        return []
    lane = bus_lane(after.payment_id)
    return [
        Unpublished(lane, entry.at, event_id(after.payment_id, entry.seq), after.merchant, entry.at)
        for entry, _ in _telling(change)
    ]


def _telling(change: Change) -> Iterator[tuple[Entry, EventType]]:
    return ((entry, kind) for entry in change.entries if (kind := event_type(entry)))


def event_type(entry: Entry) -> EventType | None:
    """What an entry tells a merchant.

    Each transition is told by its last entry. A repeated attempt, a wait and a look at the
    provider's record leave a merchant nothing to do, and are none.
    """
    kind = _TYPES.get(entry.type)
    return kind(entry) if kind else None


def _claimed(entry: Entry) -> EventType | None:
    return EventType.PROCESSING if entry.data["transition"] == Transition.CLAIM else None


def _resolved(entry: Entry) -> EventType:
    succeeded = entry.data["status"] == Status.SUCCEEDED
    return EventType.SUCCEEDED if succeeded else EventType.FAILED


def _mailed(entry: Entry) -> EventType | None:
    undeliverable = entry.data["notification"]["status"] == MailStatus.UNDELIVERABLE
    return EventType.NOTIFICATION_UNDELIVERABLE if undeliverable else None


_TYPES: Final[Mapping[EntryType, Callable[[Entry], EventType | None]]] = {
    EntryType.ACCEPTED: lambda _: EventType.ACCEPTED,
    EntryType.ATTEMPT_STARTED: _claimed,
    EntryType.SUCCEEDED: lambda _: EventType.SUCCEEDED,
    EntryType.FAILED: lambda _: EventType.FAILED,
    EntryType.CANCELED: lambda _: EventType.CANCELED,
    EntryType.REVIEW: lambda _: EventType.REQUIRES_REVIEW,
    EntryType.RESOLVED: _resolved,
    EntryType.NOTIFICATION: _mailed,
}
