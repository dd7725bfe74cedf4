"""I21: what a merchant is told of a payment is what became of it, once for each step."""

from collections.abc import Iterator
from itertools import takewhile

from runtime.domain.events import Event, EventType, event_at
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.domain.state_machine import Change
from runtime.wire.from_domain import payment_object
from simulator.hands import without
from simulator.observed import Observed

TOLD = {
    Status.SUCCEEDED: EventType.SUCCEEDED,
    Status.FAILED: EventType.FAILED,
    Status.CANCELED: EventType.CANCELED,
    Status.REQUIRES_REVIEW: EventType.REQUIRES_REVIEW,
}
"""Status that a payment comes to → what tells of it."""


def each_step_is_told(observed: Observed, payment_id: str) -> Iterator[str]:
    """I21: one event for each step of the row that a merchant sees, and the row as it was then."""
    seen = len(observed.seen.get(payment_id, ()))
    for change in _newer(observed, payment_id, seen):
        row = without(change.after, observed.hands.get(payment_id, ()))
        lines = observed.lines(payment_id)
        told = [event_at(row, lines[: entry.seq]) for entry in change.entries]
        events, wanted = [event for event in told if event], sorted(_wanted(change))
        if sorted(event.type for event in events) != wanted:
            said = ", ".join(event.type for event in events) or "nothing"
            yield f"version {row.version} is told as {said}, not {', '.join(wanted)}"
        yield from _differing(row, events)


def _newer(observed: Observed, payment_id: str, seen: int) -> list[Change]:
    """The changes of the payment since its entries were looked at, newest first."""
    mine = (c for c in reversed(observed.store.changes) if c.after.payment_id == payment_id)
    return list(takewhile(lambda change: change.after.version > seen, mine))


def _wanted(change: Change) -> Iterator[EventType]:
    """By what the row was and is, not by what the entries say."""
    before, after = change.before, change.after
    if before is None:
        yield EventType.ACCEPTED
        return
    if before.status is not after.status and after.status in TOLD:
        yield TOLD[after.status]
    if (before.status, after.status) == (Status.QUEUED, Status.PROCESSING):
        yield EventType.PROCESSING
    mails = (before.notification.status, after.notification.status)
    if mails[0] is not mails[1] and mails[1] is MailStatus.UNDELIVERABLE:
        yield EventType.NOTIFICATION_UNDELIVERABLE


def _differing(row: Payment, events: list[Event]) -> Iterator[str]:
    for event in events:
        # An erasure's entry follows the event of the mail that it takes back, and shows no more.
        said, stood = (
            payment_object(each, event.undeliverable).model_dump() for each in (event.payment, row)
        )
        yield from (
            f"{event.type} says {name} {said[name]}, and it was {stood[name]}"
            for name in stood
            if said[name] != stood[name]
        )
