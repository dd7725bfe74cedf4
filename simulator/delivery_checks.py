"""The promises about merchants' endpoints: what comes to them, how often, and what is left."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from runtime.contract.timing import WEBHOOK_STEPS
from runtime.domain.delivery import (
    LATE,
    LONGEST_REST,
    PAUSED_AFTER,
    REST,
    STREAK,
    WELL,
    DeliveryStatus,
    Due,
    EndpointHealth,
    Told,
)
from runtime.domain.erasure import was_erased
from runtime.domain.events import event_at, told_by
from runtime.domain.webhook_ports import WebhookAnswer
from runtime.wire.events import event_body
from simulator.endpoints import Endpoint
from simulator.observed import Observed

MOST_ATTEMPTS: Final = 10
SETTLED: Final = 600
"""Seconds in which somebody has come to what is due, though the last one died with its message."""
GONE: Final = 410


def comes_as_it_is(observed: Observed, merchant: str, event_id: str, body: bytes) -> Iterator[str]:
    """I23: what comes to an endpoint is an event of its merchant's ledger, the same each time.

    An erasure may have taken away what it takes from the row as well.
    """
    if json.loads(body)["id"] != event_id:
        yield f"{event_id} comes with the body of another event"
    payment_id, seq = told_by(event_id) or ("", 0)
    row, lines = observed.row(payment_id), observed.lines(payment_id)[:seq]
    event = event_at(row, lines) if row and len(lines) == seq else None
    if row is None or event is None:
        yield f"{event_id} is in no ledger"
        return
    if observed.first[payment_id].merchant != merchant:
        yield f"{event_id} of {observed.first[payment_id].merchant} comes to {merchant}"
    bodies = {observed.bodies[event_id]}
    if was_erased(observed.lines(payment_id)):
        bodies.add(event_body(event))
    if body not in bodies:
        yield f"{event_id} comes otherwise than it is in the ledger"


def due_once(observed: Observed, event_id: str) -> Iterator[str]:
    """I24: an event is due once, and once more for each time that a person asked for it.

    Where the merchant had no endpoint when it asked for the payment, only if somebody asks.
    """
    payment_id, _ = told_by(event_id) or ("", 0)
    once = payment_id in observed.first and observed.first[payment_id].tells_merchant
    waiting = [one for one in observed.store.events.waiting.values() if one.event_id == event_id]
    if len(waiting) > once + observed.asked[event_id]:
        yield f"{event_id} is due {len(waiting)} times"
    if any(one.attempts >= MOST_ATTEMPTS for one in waiting):
        yield f"{event_id} is due after {MOST_ATTEMPTS} attempts"


def left_alone(health: EndpointHealth | None, posts: int, now: int) -> Iterator[str]:
    """I24: a resting endpoint is left alone, and one event at a time finds out how it is.

    `health` is what the run last learned, `posts` what it has sent since, `now` its own clock.
    """
    if health is None:
        yield "sends without a look at how the endpoint is"
        return
    if health.rest_until > now:
        yield f"sends to an endpoint that rests for {health.rest_until - now} s"
    if health.probed and posts:
        yield "sends more than one event to an endpoint that is only tried"


def in_turn(observed: Observed, due: Due, found: Collection[str]) -> Iterator[str]:
    """I24: what failed comes after what was due then, so that no event bars others for ever.

    `found` is what the run met as due, in one look or in several.
    """
    failed = observed.endpoints[due.lane.merchant].failed.get(due.event_id)
    if failed is None or observed.asked[due.event_id]:
        return
    for other in observed.store.events.waiting.values():
        waited = other.due_at < failed - 2 * observed.skew and other.lane == due.lane
        if waited and other.event_id not in found:
            yield f"sends {due.event_id} once more, and {other.event_id} waits for its turn"


def waits(due: Due, told: Told, health: EndpointHealth) -> Iterator[str]:
    """I24: a failed event waits for its step, and longer with each; a mere trial uses none."""
    paused = health.paused_at is not None
    if told.attempts != due.attempts + (not paused):
        yield f"{due.event_id} had {due.attempts} attempts, and has {told.attempts}"
    step = LONGEST_REST if paused else WEBHOOK_STEPS[min(due.attempts, len(WEBHOOK_STEPS) - 1)]
    if not step <= (told.next_at or 0) - (told.last_at or 0) <= step * 1.1 + 1:
        yield f"{due.event_id} is put off from {told.last_at} to {told.next_at}, not by {step} s"


def health_is_kept(
    before: EndpointHealth, answers: Sequence[WebhookAnswer], after: EndpointHealth, now: int
) -> Iterator[str]:
    """I24: five failures rest an endpoint, a day of them or a 410 pauses it, one taken heals it."""
    if any(answer.taken for answer in answers):
        if after != WELL:
            yield "has taken an event, and is not well"
        return
    since = before.failing_since
    if after.failures != before.failures + len(answers):
        yield f"failed {len(answers)} times after {before.failures}, and {after.failures} are kept"
    if after.failing_since != (now if since is None else since):
        yield "does not keep since when it fails"
    day = since is not None and now - since >= PAUSED_AFTER
    wanted = day or any(answer.status == GONE for answer in answers)
    if (after.paused_at is not None) is not (wanted or before.paused_at is not None):
        yield "is paused for no reason, or not paused for one"
    least = min(REST * 2 ** min(before.rests, 9), LONGEST_REST)
    rests = after.failures >= STREAK or after.paused_at is not None
    if rests and not least <= after.rest_until - now <= LONGEST_REST:
        yield f"rests for {after.rest_until - now} s, not for {least}"
    if not rests and after.rest_until > now:
        yield "rests although it failed a few times only"


def is_late(due_at: int, now: int) -> bool:
    """Whether somebody must be told of it; what a slow sweep finds at its edge may be either."""
    return now - due_at > LATE + 120


def nothing_waits(observed: Observed, now: int) -> Iterator[str]:
    """I22: without faults, what is due and could be sent is sent, within minutes.

    All waits where there is no endpoint, and all but one event behind one that is only tried.
    """
    for due in observed.store.events.waiting.values():
        merchant = due.lane.merchant
        health = observed.store.events.endpoints.get(merchant, WELL)
        endpoint = observed.endpoints[merchant]
        free = endpoint.merchant.webhook is not None and not health.probed
        since = max(due.due_at, endpoint.free_since)
        if free and since <= now - SETTLED:
            yield f"{due.event_id} could be sent for {now - since} s, and nobody sends it"


def every_event_is_told(observed: Observed) -> Iterator[str]:
    """I22: at the end each event was taken, or given up with its alarm, or can't be taken.

    It can't where there is no endpoint, and where it is paused, with its alarm: then it waits. Nor
    where a hand gave its payment to another merchant, which the night finds.
    """
    waiting = {one.event_id for one in observed.store.events.waiting.values()}
    given_up = [
        told.event_id
        for _, told in observed.store.events.history
        if told.status is DeliveryStatus.GIVEN_UP
    ]
    rung = observed.metrics["EventGivenUp"]
    if len(given_up) > rung:
        yield f"{len(given_up)} events were given up, and the alarm rang {rung} times"
    for payment_id, row in observed.rows().items():
        moved = any(hand.term == "merchant" for hand in observed.hands.get(payment_id, ()))
        if not row.tells_merchant or moved:
            continue
        endpoint = observed.endpoints[observed.first[payment_id].merchant]
        for entry in observed.lines(payment_id):
            event = event_at(row, observed.lines(payment_id)[: entry.seq])
            if event is None or endpoint.took[event.id] or event.id in given_up:
                continue
            if event.id not in waiting:
                yield f"{event.id} is lost"
            elif endpoint.merchant.webhook is not None:
                yield from (f"{event.id} {fault}" for fault in _waits_in_vain(observed, endpoint))


def _waits_in_vain(observed: Observed, endpoint: Endpoint) -> Iterator[str]:
    name = endpoint.merchant.name
    paused_at = observed.store.events.endpoints.get(name, WELL).paused_at
    if paused_at is None:
        yield "was never taken"
    elif not endpoint.rung["WebhookPaused"]:
        yield "waits for a paused endpoint, and nobody was told"
    elif f"webhook-{name}-{paused_at}" not in endpoint.told:
        yield "waits for a paused endpoint, and its contact was not told"


def delivered_is_taken(observed: Observed, merchant: str, told: Told) -> Iterator[str]:
    """I22: what is written down as delivered, its endpoint has taken."""
    taken = observed.endpoints[merchant].took[told.event_id]
    if told.status is DeliveryStatus.DELIVERED and not taken:
        yield f"{told.event_id} counts as delivered, and nobody took it"
