"""Is what merchants are told of each payment what its row says at rest?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from local.stack.snapshot import Snapshot
from runtime.domain.events import Event, EventType, events_of
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment
from runtime.domain.payment_at import payment_at
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
