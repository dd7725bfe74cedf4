"""What is due at merchants' endpoints, in memory, with the order and conditions of the table."""

from collections.abc import Iterator, Sequence

from runtime.domain.delivery import WELL, DeliveryStatus, Due, EndpointHealth, Lane, Told, became
from runtime.domain.event_store import EventPlace
from tests.fakes.faults import Faults


class FakeEvents(Faults):
    """The DueEvents and the ToldEvents port."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[tuple[Lane, int, str], Due] = {}
        self.became: dict[tuple[str, str], Told] = {}
        """Merchant and event → what became of it."""
        self.endpoints: dict[str, EndpointHealth] = {}
        self.history: list[tuple[str, Told]] = []
        """Merchant and everything that was written to `became`, in order."""

    def add(self, due: Sequence[Due]) -> None:
        """Make these due, as a payment's transaction does."""
        self.waiting |= {_key(each): each for each in due}

    def tell(self, merchant: str, told: Told) -> None:
        """Write what became of an event, which is one of two writes that end it."""
        self.became[merchant, told.event_id] = told
        self.history.append((merchant, told))

    def take_off(self, due: Due) -> None:
        """Have it due no more, which is the other."""
        self.waiting.pop(_key(due), None)

    def due(self, lane: Lane, now: int, limit: int) -> list[Due]:
        """The longest due first."""
        with self.strike("due"):
            mine = [each for each in self.waiting.values() if each.lane == lane]
            ready = [each for each in mine if each.due_at <= now]
            return sorted(ready, key=lambda each: (each.due_at, each.event_id))[:limit]

    def finish(self, due: Due, told: Told) -> None:
        """Write what became of it, then take it off what is due."""
        with self.strike("finish"):
            self.tell(due.lane.merchant, told)
            self.take_off(due)

    def put_off(self, due: Due, told: Told) -> bool:
        """Both or nothing."""
        with self.strike("put_off"):
            if _key(due) not in self.waiting or told.next_at is None:
                return False
            del self.waiting[_key(due)]
            self.add([due._replace(due_at=told.next_at, attempts=told.attempts)])
            self.tell(due.lane.merchant, told)
            return True

    def ask_again(self, due: Due) -> None:
        """Make an event due once more."""
        with self.strike("ask_again"):
            self.tell(due.lane.merchant, became(due, DeliveryStatus.PENDING, next_at=due.due_at))
            self.add([due])

    def health(self, merchant: str) -> EndpointHealth:
        """How the endpoint is."""
        with self.strike("health"):
            return self.endpoints.get(merchant, WELL)

    def set_health(self, merchant: str, health: EndpointHealth) -> None:
        """The last to write it is right."""
        with self.strike("set_health"):
            self.endpoints[merchant] = health

    def told(self, merchant: str, places: Sequence[EventPlace]) -> dict[str, Told]:
        """By id."""
        with self.strike("told"):
            known = {each.event_id: (merchant, each.event_id) for each in places}
            return {one: self.became[key] for one, key in known.items() if key in self.became}

    def before(self, merchant: str, place: EventPlace, oldest: int, limit: int) -> Iterator[Told]:
        """Newest first."""
        with self.strike("before"):
            found = {key[1]: told for key, told in self.became.items() if key[0] == merchant}
            for due in self.waiting.values():
                first = not due.attempts and due.due_at == due.at
                if due.lane.merchant == merchant and first and due.event_id not in found:
                    pending = became(due, DeliveryStatus.PENDING, next_at=due.at)
                    found[due.event_id] = pending
            inside = [
                each
                for each in found.values()
                if oldest <= each.at and (each.at, each.event_id) < place
            ]
        yield from sorted(inside, key=lambda one: (one.at, one.event_id), reverse=True)[:limit]


def _key(due: Due) -> tuple[Lane, int, str]:
    return due.lane, due.due_at, due.event_id
