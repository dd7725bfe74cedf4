"""What putting events on the stack's bus asks of what is outside."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from runtime.domain.delivery import BusLane, Unpublished
from runtime.domain.events import Event


class BusEvent(NamedTuple):
    """An event, and whose it is: a bus has those of all merchants."""

    merchant: str
    event: Event


class UnpublishedEvents(Protocol):
    """What is to be put on the bus. Reads are strongly consistent."""

    def due(self, lane: BusLane, now: int, limit: int) -> list[Unpublished]:
        """At most so many with `due_at` ≤ `now`, the longest due first.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...

    def take_off(self, event: Unpublished) -> None:
        """Have it due no more, whether or not it was.

        Raises:
            UnavailableError: it may be due still, and is then put on the bus again.
        """
        ...

    def ask_again(self, event: Unpublished) -> None:
        """Make an event due that was put, or was never to be put by itself.

        Raises:
            UnavailableError: it may or may not be written.
        """
        ...

    def put_off(self, event: Unpublished, due_at: int) -> None:
        """Have it due at another time (Unix seconds) instead, both or nothing.

        Raises:
            UnavailableError: it may or may not be written.
        """
        ...


class EventBus(Protocol):
    """The stack's bus."""

    def put(self, events: Sequence[BusEvent]) -> list[str | None]:
        """Put these on the bus; of each, in order, why it was refused, or None where it is there.

        Raises:
            UnavailableError: no answer; some may be there.
        """
        ...
