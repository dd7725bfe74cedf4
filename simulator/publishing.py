"""Those who put events on the stack's bus, as tasks: the function on the event queue, the sweep."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from runtime.domain.delivery import BUS_LANES, LATE, BusLane, Unpublished, bus_lane
from runtime.domain.errors import UnavailableError
from runtime.handlers.deliver_events import Ways, respond
from runtime.use_cases.deliver_events import DeliverEventsPorts
from runtime.use_cases.publish_events import PublishEventsPorts, publish_events
from simulator.bus_ports import LaggingQueries, Met, SimBus, SimUnpublished, judge
from simulator.delivery_checks import is_late
from simulator.event_ports import Rings, SimLanes, side_by_side
from simulator.invocation import Invocation

if TYPE_CHECKING:
    from simulator.harness import Harness

LASTS: Final = 30
"""Seconds of whoever asks for an event again."""
NEEDED: Final = 20
"""Seconds that must be left to begin with more."""


def publish(harness: "Harness", record: Mapping[str, str], lane: BusLane, run: Invocation) -> bool:
    """One message of a lane of the bus; whether it may be deleted."""
    busy, met, there = harness.observed.on_bus.lanes, Met(), harness.bus.there
    if lane.number in busy:
        judge(run, ["works on a lane that another works on"])
    busy.add(lane.number)
    ports = PublishEventsPorts(
        queries=LaggingQueries(run),
        events=SimUnpublished(run, met),
        bus=SimBus(run, met),
        clock=run,
        metrics=run,
        side_by_side=partial(side_by_side, run),
        time_left=run.time_left,
    )
    ways = Ways(_no_endpoint, lambda: partial(publish_events, ports=ports) if there else None)
    try:
        answered = respond({"Records": [record]}, ports=lambda: ways, metrics=run)
    finally:
        busy.discard(lane.number)
    deleted = not answered["batchItemFailures"]
    judge(run, _ended(run, met, deleted=deleted))
    return deleted


def _no_endpoint() -> DeliverEventsPorts:
    message = "A lane of the bus leads to no endpoint."
    raise AssertionError(message)


def _ended(run: Invocation, met: Met, *, deleted: bool) -> Iterator[str]:
    if not deleted:
        yield "gives its message back, and bars its lane"
    if run.refused:
        return
    if met.owed:
        yield "ends, and does not take off what it put"
    if met.left and not met.refused and run.time_left() >= NEEDED:
        yield "ends, and leaves what is due"


def put_some_again(harness: "Harness") -> None:
    """A person has events put again, whatever became of them; also those never to be put."""
    for event_id in sorted(harness.observed.bodies):
        if harness.bus.rng.random() < 0.3:
            harness.scheduler.start(partial(ask_bus_now, harness, event_id))


def ask_bus_now(harness: "Harness", event_id: str) -> None:
    """A person asks for one event on the bus; a task."""
    observed, run = harness.observed, Invocation(harness, "putter_again", LASTS)
    payment_id, now = f"pay_{event_id.split('_')[1]}", run.now()
    merchant = observed.first[payment_id].merchant
    observed.on_bus.asked[event_id] += 1
    harness.coverage.counts["events asked for again on the bus"] += 1
    due = Unpublished(bus_lane(payment_id), now, event_id, merchant, now)
    try:
        SimUnpublished(run, Met()).ask_again(due)
    except UnavailableError as error:
        harness.note(run.request_id, str(error))


def accepts_without_bus(run: Invocation, *, there: bool) -> Iterator[str]:
    """I25: a payment is on the bus if the stack had one when it was accepted."""
    for change in run.harness.observed.store.changes[run.changes :]:
        mine = change.before is None and change.entries[-1].request_id == run.request_id
        if mine and change.after.on_bus is not there:
            yield f"{change.after.payment_id} does not say whether the stack has a bus"


class LooksAtBus(SimUnpublished):
    """What a sweep found."""

    def __init__(self, run: Invocation) -> None:
        super().__init__(run, Met())
        self.oldest: dict[BusLane, list[Unpublished]] = {}

    def due(self, lane: BusLane, now: int, limit: int) -> list[Unpublished]:
        """The longest due first."""
        self.oldest[lane] = super().due(lane, now, limit)
        return self.oldest[lane]


def overlooked_on_bus(looks: LooksAtBus, lanes: SimLanes, rings: Rings, now: int) -> Iterator[str]:
    """I25: a sweep wakes each lane in which something is due, and rings for what is late."""
    for lane in map(BusLane, range(BUS_LANES)):
        if lane not in looks.oldest:
            yield f"overlooks lane {lane.number} of the bus"
        elif looks.oldest[lane] and lane not in lanes.woken:
            yield f"does not wake lane {lane.number} of the bus"
    dates, rang = [one.due_at for due in looks.oldest.values() for one in due], _rang(rings)
    if not rang and any(is_late(date, now) for date in dates):
        yield "is silent about events that are late for the bus"
    if rang and not any(now - date > LATE - 120 for date in dates):
        yield "calls events late for the bus, and none is"


def may_put(harness: "Harness") -> bool:
    """Whether something is due on the bus, and can be put there."""
    now, waiting = harness.scheduler.now, harness.observed.store.unpublished.waiting.values()
    due = any(one.due_at <= now + harness.options.skew for one in waiting)
    return due and harness.bus.there and not harness.fault_injection.out("bus", now)


def _rang(rings: Rings) -> bool:
    return ("EventLate", "") in rings.rung
