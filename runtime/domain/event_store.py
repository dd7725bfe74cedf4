"""What is due at merchants' endpoints, and what became of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from runtime.domain.delivery import Due, EndpointHealth, Lane, Told


class EventPlace(NamedTuple):
    """An event in the order of a merchant's list: by time, then by id."""

    at: int
    """Unix seconds."""
    event_id: str


class DueEvents(Protocol):
    """What is to be sent. Reads are strongly consistent."""

    def due(self, lane: Lane, now: int, limit: int) -> list[Due]:
        """At most so many with `due_at` ≤ `now`, the longest due first.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...

    def finish(self, due: Due, told: Told) -> None:
        """Write what became of it, then take it off what is due.

        Raises:
            UnavailableError: it may be due still, and is then sent again.
        """
        ...

    def put_off(self, due: Due, told: Told) -> bool:
        """Write what became of it and move it to `told.next_at`, both or nothing.

        Returns:
            Whether it was due; somebody else may have ended it meanwhile.

        Raises:
            UnavailableError: it may or may not be written.
        """
        ...

    def ask_again(self, due: Due) -> None:
        """Make an event due that was told, or was never to be told by itself, both or nothing.

        Raises:
            UnavailableError: it may or may not be written.
        """
        ...

    def health(self, merchant: str) -> EndpointHealth:
        """How the merchant's endpoint is.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...

    def set_health(self, merchant: str, health: EndpointHealth) -> None:
        """Write how the merchant's endpoint is; the last to write it is right.

        Raises:
            UnavailableError: it may or may not be written.
        """
        ...


class ToldEvents(Protocol):
    """What a merchant may look up of its events."""

    def told(self, merchant: str, places: Sequence[EventPlace]) -> dict[str, Told]:
        """What became of these events, by id; one of which nothing is known is left out."""
        ...

    def before(self, merchant: str, place: EventPlace, oldest: int, limit: int) -> Iterator[Told]:
        """What was told, or is due for the first time, newest first; at most `limit`.

        What is at the place or after it is left out, and what is older than `oldest` (Unix
        seconds).
        """
        ...
