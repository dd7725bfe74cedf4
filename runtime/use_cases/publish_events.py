"""Put on the stack's bus what is due in one of its lanes, until nothing is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, Protocol

from runtime.contract.metrics import Metric
from runtime.domain.bus_ports import BusEvent, EventBus, UnpublishedEvents
from runtime.domain.delivery import BusLane, Unpublished
from runtime.domain.errors import PaymentMissingError, UnavailableError, UnreadableRowError
from runtime.domain.ports import Clock, Metrics, PaymentQueries
from runtime.use_cases.read_events import find_event

ODD: Final = (LookupError, TypeError, ValueError)
"""What a ledger's line raises that lacks what its type has: it bars no other payment's events."""
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
MOST_REFUSED: Final = 3 * TOGETHER
"""Refusals after which a lane ends: then it is the bus that takes nothing, and no event."""


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

    So is what our own infrastructure or EventBridge kept from being put; an event that is refused
    bars no other. Each comes at least once: what ends between request and note is put again.

    Raises:
        UnreadableRowError: what is due has no form that this code reads.
    """
    put, unseen, refused = 0, 0, dict[str, str]()
    failure: UnavailableError | None = None
    try:
        while ports.time_left() >= TIME_TO_PUT and len(refused) < MOST_REFUSED:
            oldest = ports.events.due(lane, ports.clock.now(), TOGETHER + len(refused))
            due = [each for each in oldest if each.event_id not in refused][:TOGETHER]
            if not due:
                break
            taken, codes = _put(due, ports)
            put, unseen = put + taken, unseen + len(due) - taken - len(codes)
            refused |= codes
    except UnavailableError as error:
        failure = error
    if refused and failure is None:
        failure = _failure(refused)
    return Published(put, unseen, failure)


def _put(due: Sequence[Unpublished], ports: PublishEventsPorts) -> tuple[int, dict[str, str]]:
    """How many are on the bus now, and why each other one was refused that the ledger shows."""
    found = ports.side_by_side(partial(_read, ports=ports), due)
    seen = [(waiting, told) for waiting, told in zip(due, found, strict=True) if told]
    codes = ports.bus.put([told for _, told in seen]) if seen else []
    refused: dict[str, str] = {}
    for (waiting, _), code in zip(seen, codes, strict=True):
        if code is None:
            ports.events.take_off(waiting)
        else:
            refused[waiting.event_id] = code
    for waiting, told in zip(due, found, strict=True):
        if told is None:
            _unseen(waiting, ports)
    return codes.count(None), refused


def _read(waiting: Unpublished, ports: PublishEventsPorts) -> BusEvent | None:
    try:
        return BusEvent(waiting.merchant, find_event(waiting.event_id, waiting.merchant, ports))
    except (PaymentMissingError, UnreadableRowError, *ODD):
        return None


def _unseen(waiting: Unpublished, ports: PublishEventsPorts) -> None:
    """Look for it later: why it may be seen then, `deliver_events` says where it sends."""
    now = ports.clock.now()
    age, before = now - waiting.at, waiting.due_at > waiting.at
    if age < LOOKED_FOR or not before:
        ports.events.put_off(waiting, now + min(max(age, SOON), LONGEST))
        return
    # Counted before it is written: an alarm too many is better than one too few.
    ports.metrics.count(Metric.EVENT_GIVEN_UP, event=waiting.event_id, answer="not_in_ledger")
    ports.events.take_off(waiting)


def _failure(refused: Mapping[str, str]) -> UnavailableError:
    codes = ", ".join(sorted(set(refused.values())))
    message = f"EventBridge refused {len(refused)} events: {codes}."
    return UnavailableError(message)
