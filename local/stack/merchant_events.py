"""Is what merchants are told of each payment what its row says at rest, and do they have it?"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from local.stack.snapshot import Snapshot
from runtime.domain.events import Event, EventType, events_of
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment
from runtime.domain.payment_at import payment_at
from runtime.wire.events import bus_detail, event_body
from runtime.wire.from_domain import payment_object

_NOT_OUTCOMES: Final = {EventType.PROCESSING, EventType.NOTIFICATION_UNDELIVERABLE}


def steps_told(snapshot: Snapshot) -> tuple[int, list[str]]:
    """I21: how many events there are, and a sentence for each payment that is told wrongly."""
    told, faults = 0, []
    for payment in snapshot.payments.values():
        entries = snapshot.entries[payment.payment_id]
        try:
            events = events_of(payment, entries)
            told += len(events)
            faults += [
                f"{payment.payment_id}: {fault}." for fault in _faults(payment, entries, events)
            ]
        except (IndexError, KeyError, ValueError):
            faults.append(f"{payment.payment_id}: its entries can't be told as events.")
    return told, faults


def events_taken(snapshot: Snapshot) -> tuple[int, list[str]]:
    """I22: how many events endpoints have, and a sentence for each that one lacks."""
    if snapshot.taken is None:
        return 0, []
    faults = [
        f"{event.id} was not taken by the endpoint of {payment.merchant}."
        for payment, event in _to_tell(snapshot)
        if event.id not in snapshot.taken.get(payment.merchant, {})
    ]
    return sum(map(len, snapshot.taken.values())), faults


def events_as_they_are(snapshot: Snapshot) -> tuple[int, list[str]]:
    """I23: how many events endpoints have, and a sentence for each that is not what it says."""
    if snapshot.taken is None:
        return 0, []
    wanted = {
        (payment.merchant, event.id): json.loads(event_body(event))
        for payment, event in _to_tell(snapshot)
    }
    taken = {
        (merchant, one): event
        for merchant, events in snapshot.taken.items()
        for one, event in events.items()
    }
    faults = [
        f"{one} came to {merchant} as no event of its ledger."
        for (merchant, one), event in taken.items()
        if wanted.get((merchant, one)) != event
    ]
    return len(taken), faults


def events_on_bus(snapshot: Snapshot) -> tuple[int, list[str]]:
    """I25: how many events came on the bus, and a sentence for each that lacks, or is another."""
    if snapshot.on_bus is None:
        return 0, []
    wanted = {
        event.id: json.loads(bus_detail(event, payment.merchant))
        for payment, event in _events(snapshot)
        if payment.on_bus
    }
    came = {event["id"] for event in snapshot.on_bus}
    faults = [f"{one} did not come on the bus." for one in wanted if one not in came]
    faults += [
        f"{event['id']} came on the bus as no event of the ledger."
        for event in snapshot.on_bus
        if wanted.get(event["id"]) != event
    ]
    return len(came), faults


def _to_tell(snapshot: Snapshot) -> Iterator[tuple[Payment, Event]]:
    return (told for told in _events(snapshot) if told[0].tells_merchant)


def _events(snapshot: Snapshot) -> Iterator[tuple[Payment, Event]]:
    for payment in snapshot.payments.values():
        events = events_of(payment, snapshot.entries[payment.payment_id])
        yield from ((payment, event) for event in events)


def _faults(payment: Payment, entries: Sequence[Entry], events: Sequence[Event]) -> Iterator[str]:
    said, stands = shown(payment_at(payment, entries)), shown(payment)
    yield from (
        f"its entries tell another {name} than its row"
        for name in stands
        if said[name] != stands[name]
    )
    outcomes = [each for each in events if each.type not in _NOT_OUTCOMES]
    if not outcomes or outcomes[-1].payment.status is not payment.status:
        yield f"it is {payment.status}, and the last event tells something else"


def shown(payment: Payment) -> Mapping[str, Any]:
    """What a merchant sees of it, but for the time of the next attempt, which no entry has."""
    return {**payment_object(payment).model_dump(), "next_attempt_at": None}
