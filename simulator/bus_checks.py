"""The promises about the stack's bus: what comes on it, what is due, and what is left."""

from collections.abc import Iterator
from typing import Final

from runtime.domain.bus_ports import BusEvent
from runtime.domain.delivery import Unpublished
from runtime.domain.events import event_at, told_by
from runtime.wire.events import event_body
from simulator.delivery_checks import SETTLED, comes_as_it_is
from simulator.observed import Observed

SOONEST, LATEST = 5, 3_600
"""Seconds until an event that the ledger did not show is looked for again."""
LOOKED_FOR: Final = 3 * 86_400
"""Seconds after which it is given up."""


def put_as_it_is(observed: Observed, told: BusEvent) -> Iterator[str]:
    """I25: what comes on the bus is an event of the ledger and names its merchant.

    Each time the same, but for what an erasure took.
    """
    yield from comes_as_it_is(observed, told.merchant, told.event.id, event_body(told.event))


def due_once_on_bus(observed: Observed, event_id: str) -> Iterator[str]:
    """I25: an event is due once, and once more for each time that a person asked for it.

    Where the stack had no bus when it was asked to pay, only if somebody asks.
    """
    payment_id, _ = told_by(event_id) or ("", 0)
    once = payment_id in observed.first and observed.first[payment_id].on_bus
    waiting = [
        one for one in observed.store.unpublished.waiting.values() if one.event_id == event_id
    ]
    if len(waiting) > once + observed.on_bus.asked[event_id]:
        yield f"{event_id} is due on the bus {len(waiting)} times"


def may_go(observed: Observed, event: Unpublished, now: int, *, rang: bool) -> Iterator[str]:
    """I25: what is due goes once it is on the bus, or after days of a ledger without it.

    `rang`: whether the run's alarm was for this one.
    """
    if observed.on_bus.put[event.event_id]:
        return
    if now - event.at < LOOKED_FOR:
        yield f"{event.event_id} is taken off, and is not on the bus"
    if not rang:
        yield f"{event.event_id} is given up, and no alarm rang"


def is_looked_for(event: Unpublished, due_at: int, now: int) -> Iterator[str]:
    """I25: what the ledger does not show waits as long as it is old, within its bounds."""
    least = min(max(now - event.at, SOONEST), LATEST)
    if due_at - now != least:
        yield f"{event.event_id} is put off by {due_at - now} s, not by {least} s"


def nothing_waits_for_bus(observed: Observed, now: int) -> Iterator[str]:
    """I25: without faults, what is due is put on the bus within minutes."""
    for due in observed.store.unpublished.waiting.values():
        if due.due_at <= now - SETTLED:
            yield f"{due.event_id} is due for {now - due.due_at} s, and nobody puts it on the bus"


def every_event_is_on_the_bus(observed: Observed) -> Iterator[str]:
    """I25: at the end each event was put on the bus; nothing is due there any more.

    Given up, with its alarm, is one alone whose payment a hand gave to another merchant.
    """
    waiting = {one.event_id for one in observed.store.unpublished.waiting.values()}
    yield from (f"{event_id} is due on the bus for ever" for event_id in sorted(waiting))
    for payment_id, first in observed.first.items():
        row, lines = observed.row(payment_id), observed.lines(payment_id)
        if not first.on_bus or row is None:
            continue
        moved = any(hand.term == "merchant" for hand in observed.hands.get(payment_id, ()))
        for entry in lines:
            event = event_at(row, lines[: entry.seq])
            if event is None or observed.on_bus.put[event.id] or event.id in waiting:
                continue
            if event.id not in observed.on_bus.given_up:
                yield f"{event.id} never came to the bus"
            elif not moved:
                yield f"{event.id} was given up, and the ledger has it"
