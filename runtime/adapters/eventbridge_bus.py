"""The stack's event bus, over Amazon EventBridge."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Final

from runtime.adapters.aws_errors import unavailable
from runtime.domain.bus_ports import BusEvent
from runtime.wire.events import bus_detail

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE: Final = "tillstack"
MOST: Final = 10
"""Entries of a request (EventBridge, "PutEvents")."""
MOST_BYTES: Final = 200_000
"""Of a request's details; EventBridge takes 256 KB, and counts source, type and time too."""
LOOK_EVERY: Final = 60
"""Seconds from one look whether the bus is there to the next, where something is put on it.

EventBridge answers well to whoever puts on a bus that does not exist, and drops it ("PutEvents").
"""


class EventBridgeBus:
    """The EventBus port."""

    def __init__(
        self,
        client: "EventBridgeClient",
        bus_arn: str,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._client = client
        self._bus_arn = bus_arn
        self._clock = clock
        self._known_until = float("-inf")

    def put(self, events: Sequence[BusEvent]) -> list[str | None]:
        """Put these on the bus; of each, in order, EventBridge's code, or None where it is there.

        Raises:
            UnavailableError: no answer; some may be there. Or the bus is not, and none is.
        """
        self._look()
        codes: list[str | None] = []
        for entries in _requests([self._entry(each) for each in events]):
            with unavailable("EventBridge"):
                answer = self._client.put_events(Entries=entries)
            codes.extend(each.get("ErrorCode") for each in answer["Entries"])
        return codes

    def _look(self) -> None:
        now = self._clock()
        if now < self._known_until:
            return
        with unavailable("EventBridge"):
            self._client.describe_event_bus(Name=self._bus_arn.partition("/")[2])
        self._known_until = now + LOOK_EVERY

    def _entry(self, told: BusEvent) -> "PutEventsRequestEntryTypeDef":
        return {
            "EventBusName": self._bus_arn,
            "Source": SOURCE,
            "DetailType": told.event.type,
            "Detail": bus_detail(told.event, told.merchant),
            "Time": datetime.fromtimestamp(told.event.at, UTC),
        }


def _requests(
    entries: "Sequence[PutEventsRequestEntryTypeDef]",
) -> "Iterator[list[PutEventsRequestEntryTypeDef]]":
    """As few requests as their bounds allow, in order."""
    request: list[PutEventsRequestEntryTypeDef] = []
    size = 0
    for entry in entries:
        more = len(entry["Detail"].encode())
        if request and (len(request) == MOST or size + more > MOST_BYTES):
            yield request
            request, size = [], 0
        request.append(entry)
        size += more
    if request:
        yield request
