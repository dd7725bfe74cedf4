"""Those who tell merchants, as tasks: the function on the event queue, and the sweep."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from runtime.domain.delivery import BusLane, Due, EndpointHealth, Lane, bus_lane
from runtime.domain.merchant import Merchant
from runtime.domain.payment import LANES, event_lane
from runtime.domain.webhook import SECRET_AGE
from runtime.handlers.deliver_events import Ways, respond
from runtime.use_cases.deliver_events import DeliverEventsPorts
from runtime.use_cases.sweep_events import SweepEventsPorts, sweep_events
from simulator.delivery_checks import is_late
from simulator.due_events import Learned, SimDueEvents
from simulator.event_ports import (
    ContactMailer,
    Rings,
    SimDirectory,
    SimLanes,
    SimSender,
    SimSigner,
    side_by_side,
)
from simulator.invocation import Invocation
from simulator.ports import SimPaymentQueries
from simulator.publishing import LooksAtBus, may_put, overlooked_on_bus
from simulator.rest import AT_REST
from simulator.scheduler import Crash

if TYPE_CHECKING:
    from simulator.harness import Harness

LASTS: Final = 60
"""Seconds of the function on the event queue."""
SWEEP_LASTS: Final = 55
EVERY_MINUTE: Final = 60
SELDOM: Final = 10
"""Where nothing can be sent, every tenth sweep stands for all of them."""


def deliver(harness: "Harness", record: Mapping[str, str], lane: Lane, run: Invocation) -> bool:
    """One message of a lane; whether it may be deleted."""
    endpoint, learned = harness.observed.endpoints[lane.merchant], Learned()
    slowed = harness.fault_injection.on  # Its calls take seconds, if only at first.
    if lane.number in endpoint.lanes:
        harness.judge([f"I24: {run.request_id} works on a lane that another works on."])
    endpoint.lanes.add(lane.number)
    ports = DeliverEventsPorts(
        merchants=SimDirectory(run, learned),
        queries=SimPaymentQueries(run),
        events=SimDueEvents(run, learned),
        signer=SimSigner(run),
        sender=SimSender(run, lane, learned),
        clock=run,
        random=run,
        metrics=run,
        timing=harness.observed.timing,
        side_by_side=partial(side_by_side, run),
        wait=lambda seconds: harness.scheduler.pause(round(seconds)),
        time_left=run.time_left,
    )
    try:
        answered = respond(
            {"Records": [record]}, ports=lambda: Ways(lambda: ports, no_bus), metrics=run
        )
    except Crash:
        late = harness.scheduler.now >= run.deadline and not harness.scheduler.closed
        if late and not slowed:
            harness.judge([f"I24: {run.request_id} begins with what it has no time for."])
        raise
    finally:
        endpoint.lanes.discard(lane.number)
    deleted = not answered["batchItemFailures"]
    endpoint.failed |= {} if run.refused else learned.failed
    harness.judge([f"I24: {run.request_id} {x}." for x in _ended(run, learned, deleted=deleted)])
    return deleted


def no_bus() -> None:
    """The stack has none."""


def _ended(run: Invocation, learned: Learned, *, deleted: bool) -> Iterator[str]:
    if not deleted:
        yield "gives its message back, and bars its lane"
    if not run.refused and learned.unkept:
        yield "ends, and does not keep how the endpoint answered"


def ends_silently(run: Invocation, lanes: SimLanes) -> Iterator[str]:
    """I22, I25: whoever ends a payment wakes the lanes in which it is told of."""
    if any(point.startswith("ledger.") for point in run.refused):
        return
    for change in run.harness.observed.store.changes[run.changes :]:
        mine = change.entries[-1].request_id == run.request_id
        before, after = change.before, change.after
        if mine and after.status in AT_REST and before and before.status is not after.status:
            lane = Lane(after.merchant, event_lane(after.payment_id))
            if after.tells_merchant and lane not in lanes.woken:
                yield f"I22: {run.request_id} ends {after.payment_id} and wakes nobody"
            if after.on_bus and bus_lane(after.payment_id) not in lanes.woken:
                yield f"I25: {run.request_id} ends {after.payment_id} and wakes no lane of the bus"


class _Looks(SimDueEvents):
    """What a sweep found."""

    def __init__(self, run: Invocation, learned: Learned) -> None:
        super().__init__(run, learned)
        self.healths: dict[str, EndpointHealth] = {}
        self.oldest: dict[Lane, list[Due]] = {}

    def health(self, merchant: str) -> EndpointHealth:
        """How the endpoint is."""
        health = super().health(merchant)
        self.healths.setdefault(merchant, health)
        return health

    def kept(self, before: EndpointHealth, after: EndpointHealth, now: int) -> Iterator[str]:
        """A sweep writes of an endpoint that its contact was told, and nothing else."""
        if after != replace(before, told_at=now) or after.paused_at is None:
            yield "writes of an endpoint more than that its contact was told of a pause"

    def due(self, lane: Lane, now: int, limit: int) -> list[Due]:
        """The longest due first."""
        self.oldest[lane] = super().due(lane, now, limit)
        return self.oldest[lane]


def sweep_once(harness: "Harness") -> None:
    """One run over all endpoints; a task."""
    run = Invocation(harness, "sweep_events", SWEEP_LASTS)
    learned, lanes, rings = Learned(), SimLanes(run), Rings(run)
    events, mailer = _Looks(run, learned), ContactMailer(run, learned)
    directory, bus = SimDirectory(run), LooksAtBus(run) if harness.bus.there else None
    began = run.now()
    ports = SweepEventsPorts(
        merchants=directory,
        events=events,
        lanes=lanes,
        mailer=mailer,
        clock=run,
        random=run,
        metrics=rings,
        time_left=run.time_left,
        unpublished=bus,
    )
    try:
        swept = sweep_events(ports)
    except Exception as error:
        if error not in run.injected:
            raise
        return
    of_bus = sum(isinstance(lane, BusLane) for lane in lanes.woken)
    harness.coverage.counts["lanes woken by a sweep"] += swept.woken - of_bus
    harness.coverage.counts["lanes of the bus woken by a sweep"] += of_bus
    if mailer.owed:
        harness.judge([f"I22: {run.request_id} told a contact, and does not keep that."])
    if run.now() - began < SELDOM:  # Of a slow one nobody knows how far it came.
        faults = _overlooked(directory.listed, events, lanes, rings, began)
        harness.judge([f"I22: {run.request_id} {fault}." for fault in faults])
        faults = overlooked_on_bus(bus, lanes, rings, began) if bus else iter(())
        harness.judge([f"I25: {run.request_id} {fault}." for fault in faults])


def _overlooked(
    listed: Mapping[str, Merchant], events: _Looks, lanes: SimLanes, rings: Rings, now: int
) -> Iterator[str]:
    for name, health in events.healths.items():
        webhook = listed[name].webhook
        if (health.paused_at is not None) is not (("WebhookPaused", name) in rings.rung):
            yield f"rings for a paused endpoint of {name} that is none, or not for one that is"
        old = webhook and now - webhook.secrets[0].made_at - SECRET_AGE
        if (
            old
            and abs(old) > SECRET_AGE / 730
            and (old > 0) is not (("WebhookSecretOld", name) in rings.rung)
        ):
            yield f"rings for a secret of {name} that is new, or not for an old one"
        lanes_of = [Lane(name, number) for number in range(LANES)]
        if health.rest_until > now + SELDOM:
            yield from (f"wakes {lane}, which rests" for lane in lanes_of if lane in lanes.woken)
            continue
        if health.probed and ("EventLate", name) in rings.rung:
            yield f"calls events of {name} late, which is only tried"
        for lane in lanes_of:
            oldest = events.oldest.get(lane)
            if oldest is None and health.rest_until <= now - SELDOM:
                yield f"overlooks lane {lane.number} of {name}"
            if oldest and lane not in lanes.woken:
                yield f"does not wake lane {lane.number} of {name}"
            late = bool(oldest and is_late(oldest[0].due_at, now)) and not health.probed
            if late and ("EventLate", name) not in rings.rung:
                yield f"is silent about late events of {name}"


def sweep_endpoints_every_minute(harness: "Harness") -> None:
    """The schedule: it starts the sweep where anything may be sent, and now and then elsewhere."""
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        harness.scheduler.after(EVERY_MINUTE, tick)
        now = harness.scheduler.now
        off = harness.fault_injection.out("sweep_events", now)
        if not off and (_may_send(harness) or ticks % SELDOM == 0):
            harness.scheduler.start(partial(sweep_once, harness))

    harness.scheduler.after(EVERY_MINUTE, tick)


def _may_send(harness: "Harness") -> bool:
    now, events = harness.scheduler.now + harness.options.skew, harness.observed.store.events
    resting = {name for name, one in events.endpoints.items() if one.rest_until > now}
    return any(
        one.due_at <= now and one.lane.merchant not in resting for one in events.waiting.values()
    ) or may_put(harness)
