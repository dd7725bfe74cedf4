"""Find what is due at merchants' endpoints, and say what somebody should look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from runtime.contract.metrics import Metric
from runtime.domain.delivery import BUS_LANES, LATE, BusLane, Lane
from runtime.domain.errors import UnavailableError, UnreadableRowError
from runtime.domain.event_store import DueEvents
from runtime.domain.merchant import Merchant
from runtime.domain.payment import LANES
from runtime.domain.ports import Clock, Mailer, Metrics, Random
from runtime.domain.webhook import SECRET_AGE, Webhook
from runtime.domain.webhook_ports import EventLanes
from runtime.use_cases.tell_contact import TellContactPorts, tell_contact

if TYPE_CHECKING:
    from runtime.domain.bus_ports import UnpublishedEvents

TIME_TO_STOP: Final = 10
"""Seconds that must be left to look at another merchant."""


class AllMerchants(Protocol):
    """Who may have to be told."""

    def all(self) -> Iterator[Merchant]:
        """Every merchant, in no order.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: when all others were said: one has no form that this code reads.
        """
        ...


@dataclass(frozen=True, slots=True)
class SweepEventsPorts:
    """What sweeping needs from outside."""

    merchants: AllMerchants
    events: DueEvents
    lanes: EventLanes
    mailer: Mailer
    clock: Clock
    random: Random
    metrics: Metrics
    time_left: Callable[[], float]
    unpublished: "UnpublishedEvents | None"
    """None: the stack has no bus."""


class SweptEvents(NamedTuple):
    """How many endpoints there are, and how many lanes were woken."""

    endpoints: int
    woken: int


def sweep_events(ports: SweepEventsPorts) -> SweptEvents:
    """One run over all merchants that have an endpoint.

    It begins anywhere among them, so that where they are more than a run can look at, none is
    always behind the others.

    Raises:
        UnavailableError: the directory or what is due can't be read; the next run goes on.
        UnreadableRowError: what is stored has no form that this code reads; where it is one
            merchant's own, or the bus's, after the others were looked at.
    """
    endpoints = woken = 0
    found: list[tuple[str, Webhook]] = []
    failed: UnavailableError | UnreadableRowError | None = None
    for lane in map(BusLane, range(BUS_LANES)):
        try:
            woken += _look_at_bus(lane, ports)
        except (UnavailableError, UnreadableRowError) as error:
            failed = failed or error
    try:
        found.extend((each.name, each.webhook) for each in ports.merchants.all() if each.webhook)
    except UnreadableRowError as error:
        failed = failed or error
    first = int(ports.random.fraction() * len(found))
    for name, webhook in found[first:] + found[:first]:
        if ports.time_left() < TIME_TO_STOP:
            break
        endpoints += 1
        try:
            woken += _look(name, webhook, ports)
        except UnreadableRowError as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return SweptEvents(endpoints, woken)


def _look(merchant: str, webhook: Webhook, ports: SweepEventsPorts) -> int:
    now, health = ports.clock.now(), ports.events.health(merchant)
    if now - webhook.secrets[0].made_at > SECRET_AGE:
        ports.metrics.count(Metric.WEBHOOK_SECRET_OLD, merchant=merchant)
    if health.paused_at is not None:
        ports.metrics.count(Metric.WEBHOOK_PAUSED, merchant=merchant)
        told = TellContactPorts(ports.mailer, ports.events, ports.clock, ports.metrics)
        tell_contact(merchant, webhook, health, told)
    if health.rest_until > now:
        return 0
    woken = 0
    for number in range(LANES):
        lane = Lane(merchant, number)
        oldest = ports.events.due(lane, now, 1)
        if not oldest:
            continue
        # Of an endpoint that is only probed, all but one event waits; of one that a person resumed,
        # all of them waited until then.
        if not health.probed and now - max(oldest[0].due_at, health.rest_until) > LATE:
            ports.metrics.count(Metric.EVENT_LATE, merchant=merchant)
        woken += wake(lane, ports.lanes, ports.metrics)
    return woken


def _look_at_bus(lane: BusLane, ports: SweepEventsPorts) -> bool:
    now = ports.clock.now()
    oldest = ports.unpublished.due(lane, now, 1) if ports.unpublished else []
    if not oldest:
        return False
    if now - oldest[0].due_at > LATE:
        ports.metrics.count(Metric.EVENT_LATE, merchant="")
    return wake(lane, ports.lanes, ports.metrics)


def wake(lane: Lane | BusLane, lanes: EventLanes, metrics: Metrics) -> bool:
    """Say that something is due; a failure is counted, and the next sweep says it."""
    try:
        lanes.wake(lane)
    except UnavailableError:
        metrics.count(Metric.SEND_AFTER_COMMIT_FAILED)
        return False
    return True
