"""The stack's event bus, and what is to be put on it, in memory."""

from collections.abc import Sequence

from runtime.domain.bus_ports import BusEvent
from runtime.domain.delivery import BusLane, Unpublished
from tests.fakes.faults import Faults


class FakeUnpublished(Faults):
    """The UnpublishedEvents port."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[tuple[int, str], Unpublished] = {}

    def add(self, events: Sequence[Unpublished]) -> None:
        """Make these due, as a payment's transaction does."""
        self.waiting |= {_key(each): each for each in events}

    def due(self, lane: BusLane, now: int, limit: int) -> list[Unpublished]:
        """The longest due first."""
        with self.strike("due"):
            mine = [one for one in self.waiting.values() if one.lane == lane and one.due_at <= now]
            return sorted(mine, key=_key)[:limit]

    def take_off(self, event: Unpublished) -> None:
        """Whether or not it was due."""
        with self.strike("take_off"):
            self.waiting.pop(_key(event), None)

    def ask_again(self, event: Unpublished) -> None:
        """Due, whatever became of it."""
        with self.strike("ask_again"):
            self.add([event])

    def put_off(self, event: Unpublished, due_at: int) -> None:
        """Both or nothing."""
        with self.strike("put_off"):
            if self.waiting.pop(_key(event), None):
                self.add([event._replace(due_at=due_at)])


class FakeBus(Faults):
    """The EventBus port: it keeps what is put on it, but for the events that it refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.put_events: list[BusEvent] = []
        self.requests: list[int] = []
        """How many events each had."""
        self.refuses: dict[str, str] = {}
        """Event → EventBridge's code."""

    def put(self, events: Sequence[BusEvent]) -> list[str | None]:
        """Put these on the bus."""
        with self.strike("put"):
            self.requests.append(len(events))
            self.put_events += [each for each in events if each.event.id not in self.refuses]
            return [self.refuses.get(each.event.id) for each in events]


def _key(event: Unpublished) -> tuple[int, str]:
    return event.due_at, event.event_id
