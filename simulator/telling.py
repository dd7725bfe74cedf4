"""A history of merchants who are told: how it begins, what people do meanwhile, and how it ends.

Drawn apart, so that a seed whose merchants have no endpoint draws what it drew before.
"""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from runtime.contract.timing import WEBHOOK_STEPS
from runtime.domain.delivery import Due, Lane
from runtime.domain.errors import UnavailableError
from runtime.domain.events import event_at
from runtime.domain.payment import event_lane
from runtime.domain.state_machine import Change
from runtime.wire.events import event_body
from simulator.bus_checks import (
    LOOKED_FOR,
    due_once_on_bus,
    every_event_is_on_the_bus,
    nothing_waits_for_bus,
)
from simulator.delivering import EVERY_MINUTE, SELDOM, sweep_endpoints_every_minute
from simulator.delivery_checks import due_once, every_event_is_told, nothing_waits
from simulator.due_events import Learned, SimDueEvents
from simulator.endpoint_options import DAY, HOUR
from simulator.endpoints import Endpoint
from simulator.invocation import Invocation
from simulator.publishing import put_some_again

if TYPE_CHECKING:
    from simulator.harness import Harness

LASTS: Final = 30
"""Seconds of whoever sends an event again."""
BOTH_SECRETS: Final = 600
"""Seconds for which an old secret is kept beside the new one."""
LONGEST: Final = round(WEBHOOK_STEPS[-1] * 1.1) + 3 * HOUR
"""Seconds within which everything is told once endpoints are well: a step, a rest, and lanes that
are barred for a while."""
STEP: Final = 900


def begin_telling(harness: "Harness") -> None:
    """Endpoints, what people do to them, and the sweep, of the bus too; nothing without both."""
    options, rng = harness.options.endpoints, harness.endpoint_rng
    if not _tells(harness):
        return
    for name in options.merchants:
        harness.observed.endpoints[name].set(harness, old=options.old)
    sweep_endpoints_every_minute(harness)
    ends = harness.options.horizon + options.lasts
    for act, times in (
        (_rotate, options.rotations),
        (_remove, options.removals),
        (_send_some_again, options.asks),
    ):
        for _ in range(times):
            harness.scheduler.after(rng.randrange(ends), partial(act, harness))
    for _ in range(harness.options.bus.asks):
        moment = harness.bus.rng.randrange(ends)
        harness.scheduler.after(moment, partial(put_some_again, harness))
    if options.ask_every:
        for moment in range(harness.options.horizon, ends, options.ask_every):
            harness.scheduler.after(moment, partial(_send_some_again, harness))


def wrote(harness: "Harness", change: Change) -> None:
    """The ledger took a change: keep what it tells, as it is now."""
    observed, payment_id = harness.observed, change.after.payment_id
    row = observed.row(payment_id)
    if not _tells(harness) or row is None:
        return
    for entry in change.entries:
        event = event_at(row, observed.lines(payment_id)[: entry.seq])
        if event is not None:
            observed.bodies[event.id] = event_body(event)
            harness.judge([f"I24: {fault}." for fault in due_once(observed, event.id)])
            harness.judge([f"I25: {fault}." for fault in due_once_on_bus(observed, event.id)])


def _tells(harness: "Harness") -> bool:
    return bool(harness.options.endpoints.merchants) or harness.options.bus.there


def _set_up(harness: "Harness") -> list[Endpoint]:
    return [each for each in harness.observed.endpoints.values() if each.merchant.webhook]


def _rotate(harness: "Harness") -> None:
    """A person has a secret replaced: both sign until the endpoint trusts the new one."""
    for endpoint in _set_up(harness):
        webhook = endpoint.merchant.webhook
        if webhook is None or len(webhook.secrets) > 1:
            continue
        old, new = webhook.secrets[0], endpoint.secret(harness)
        both = webhook.with_secret(new.id, new.made_at)
        endpoint.merchant = endpoint.merchant.with_webhook(both)
        harness.coverage.counts["secrets replaced"] += 1
        endpoint.trusted = {old.id}
        harness.scheduler.after(BOTH_SECRETS // 2, partial(_trust, endpoint, new.id))
        harness.scheduler.after(BOTH_SECRETS, partial(_end_secret, endpoint, old.id))


def _trust(endpoint: Endpoint, secret_id: str) -> None:
    """Whoever runs the endpoint has put the new secret in, in place of the old one."""
    webhook = endpoint.merchant.webhook
    if webhook and secret_id in webhook.secret_ids:
        endpoint.trusted = {secret_id}


def _end_secret(endpoint: Endpoint, secret_id: str) -> None:
    webhook = endpoint.merchant.webhook
    if webhook and secret_id in webhook.secret_ids and len(webhook.secrets) > 1:
        endpoint.merchant = endpoint.merchant.with_webhook(webhook.without_secret(secret_id))


def _remove(harness: "Harness") -> None:
    """A merchant is told no more, and sometimes again later; under another address."""
    rng = harness.endpoint_rng
    for endpoint in _set_up(harness):
        endpoint.merchant = endpoint.merchant.with_webhook(None)
        harness.coverage.counts["endpoints taken away"] += 1
        if rng.random() < 0.7:
            harness.scheduler.after(rng.choice((1, 600, 9_000)), partial(endpoint.set, harness))


def _send_some_again(harness: "Harness") -> None:
    """A person has events sent again, whatever became of them; also those never to be told."""
    rng, observed = harness.endpoint_rng, harness.observed
    for event_id in sorted(observed.bodies):
        if rng.random() < 0.3:
            harness.scheduler.start(partial(ask_now, harness, event_id))


def ask_now(harness: "Harness", event_id: str) -> None:
    """A person asks for one event; a task."""
    observed, run = harness.observed, Invocation(harness, "sender_again", LASTS)
    payment_id, seq = f"pay_{event_id.split('_')[1]}", int(event_id.split("_")[2])
    row, lines = observed.first[payment_id], observed.lines(payment_id)[:seq]
    event = event_at(row, lines)
    if event is None or observed.endpoints[row.merchant].merchant.webhook is None:
        return
    lane = Lane(row.merchant, event_lane(payment_id))
    observed.asked[event_id] += 1
    harness.coverage.counts["events asked for again"] += 1
    due = Due(lane, run.now(), event_id, event.type, event.at)
    try:
        SimDueEvents(run, Learned()).ask_again(due)
    except UnavailableError as error:
        harness.note(run.request_id, str(error))


def everybody_is_told(harness: "Harness") -> None:
    """Once all else rests: endpoints are in trouble a while longer, then every event is told."""
    waiting = nothing_waits_for_bus(harness.observed, harness.scheduler.now)
    harness.judge([f"I25: {fault}." for fault in waiting])
    if harness.options.endpoints.merchants:
        _endpoints_are_told(harness)
    if harness.options.bus.there:
        _everything_is_on_the_bus(harness)


def _endpoints_are_told(harness: "Harness") -> None:
    options = harness.options.endpoints
    harness.judge([f"I22: {x}." for x in nothing_waits(harness.observed, harness.scheduler.now)])
    _pass(harness, options.lasts, whole=bool(options.ask_every))
    harness.note("history", "endpoints are well")
    harness.troubles.on = False
    # One that is never there is paused by the first failure after a day of them.
    _pass(harness, LONGEST + (DAY if options.dead else 0))
    # What was paused a moment ago rings with the next sweep.
    _pass(harness, SELDOM * EVERY_MINUTE)
    harness.judge([f"I22: {fault}." for fault in _left(harness)])


def _everything_is_on_the_bus(harness: "Harness") -> None:
    until = harness.scheduler.now + LOOKED_FOR + 3 * HOUR
    while harness.scheduler.now < until and harness.observed.store.unpublished.waiting:
        harness.scheduler.run(min(until, harness.scheduler.now + STEP))
    faults = every_event_is_on_the_bus(harness.observed)
    harness.judge([f"I25: {fault}." for fault in faults])


def _left(harness: "Harness") -> Iterator[str]:
    yield from nothing_waits(harness.observed, harness.scheduler.now)
    yield from every_event_is_told(harness.observed)


def _pass(harness: "Harness", seconds: int, *, whole: bool = False) -> None:
    """Let so many seconds pass, or fewer where nothing more could be sent."""
    events, until = harness.observed.store.events, harness.scheduler.now + seconds
    while harness.scheduler.now < until and (whole or events.waiting):
        harness.scheduler.run(min(until, harness.scheduler.now + STEP))
