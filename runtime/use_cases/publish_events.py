"""Put on the stack's bus what is due in one of its lanes, until nothing is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, Protocol

from runtime.contract.metrics import Metric
from runtime.domain.bus_ports import BusEvent, EventBus, UnpublishedEvents
from runtime.domain.delivery import BusLane, Unpublished
from runtime.domain.errors import PaymentMissingError, UnavailableError, UnreadableRowError
from runtime.domain.ports import Clock, Metrics, PaymentQueries
from runtime.use_cases.read_events import find_event

TOGETHER: Final = 10
"""Events that are put on the bus by one request."""
TIME_TO_PUT: Final = 20
"""Seconds that must be left to begin with more."""
SOON: Final = 5
LONGEST: Final = 3_600
"""Seconds until an event that the ledger does not show is looked for again: as long as it is old,
within these bounds."""
LOOKED_FOR: Final = 3 * 24 * 3_600
"""Seconds after which it is given up, as it is at endpoints."""


class SideBySide(Protocol):
    """How several are read at a time."""

    def __call__(
        self, work: Callable[[Unpublished], BusEvent | None], all_of: Sequence[Unpublished]
    ) -> list[BusEvent | None]:
        """What came of each, in order."""
        ...


@dataclass(frozen=True, slots=True)
class PublishEventsPorts:
    """What putting events on the bus needs from outside."""

    queries: PaymentQueries
    events: UnpublishedEvents
    bus: EventBus
    clock: Clock
    metrics: Metrics
    side_by_side: SideBySide
    time_left: Callable[[], float]


class Published(NamedTuple):
    """What came of a lane."""

    put: int = 0
    unseen: int = 0
    """The ledger does not show them: looked for later, or given up."""
    failure: UnavailableError | None = None
    """Of our own infrastructure, which ended the lane; what is due stays due."""


def publish_events(lane: BusLane, ports: PublishEventsPorts) -> Published:
    """Put on the bus what is due; what is left when time is short is found by the sweeper.

    So is what our own infrastructure or EventBridge kept from being put. Each event comes at least
    once: what ends between the request and its note is put again.

    Raises:
        UnreadableRowError: what is due has no form that this code reads.
    """
    done = Published()
    try:
        while ports.time_left() >= TIME_TO_PUT:
            due = ports.events.due(lane, ports.clock.now(), TOGETHER)
            if not due:
                break
            put, refused = _put(due, ports)
            done = done._replace(put=done.put + put)
            done = done._replace(unseen=done.unseen + len(due) - put - len(refused))
            if refused:
                return done._replace(failure=_failure(refused))
    except UnavailableError as error:
        return done._replace(failure=error)
    return done


def _put(due: Sequence[Unpublished], ports: PublishEventsPorts) -> tuple[int, list[str]]:
    """How many are on the bus now, and why others were refused."""
    found = ports.side_by_side(partial(_read, ports=ports), due)
    seen = [(waiting, told) for waiting, told in zip(due, found, strict=True) if told]
    codes = ports.bus.put([told for _, told in seen]) if seen else []
    for (waiting, _), code in zip(seen, codes, strict=True):
        if code is None:
            ports.events.take_off(waiting)
    for waiting, told in zip(due, found, strict=True):
        if told is None:
            _unseen(waiting, ports)
    return codes.count(None), [code for code in codes if code]


def _read(waiting: Unpublished, ports: PublishEventsPorts) -> BusEvent | None:
    try:
        return BusEvent(waiting.merchant, find_event(waiting.event_id, waiting.merchant, ports))
    except (PaymentMissingError, UnreadableRowError):
        return None


def _unseen(waiting: Unpublished, ports: PublishEventsPorts) -> None:
    """Look for it later: why it may be seen then, `deliver_events` says where it sends."""
    age = ports.clock.now() - waiting.at
    if age < LOOKED_FOR:
        wait = min(max(age, SOON), LONGEST)
        ports.events.put_off(waiting, ports.clock.now() + wait)
        return
    # Counted before it is written: an alarm too many is better than one too few.
    ports.metrics.count(Metric.EVENT_GIVEN_UP, event=waiting.event_id, answer="not_in_ledger")
    ports.events.take_off(waiting)


def _failure(codes: Sequence[str]) -> UnavailableError:
    message = f"EventBridge refused {len(codes)} of a request: {', '.join(sorted(set(codes)))}."
    return UnavailableError(message)
