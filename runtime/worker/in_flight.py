"""The messages that a worker has taken and not yet answered for, up to a bound."""

from collections.abc import Callable, Sequence
from threading import Condition
from time import monotonic

from runtime.wire.received_message import ReceivedMessage


class InFlight:
    """Shared by the worker's threads."""

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._clock = clock
        self._changed = Condition()
        self._taken: dict[str, tuple[ReceivedMessage, float]] = {}
        """Receipt → message, and when it was taken."""
        self._closed = False

    def room(self) -> int:
        """How many more may be taken, as soon as it is one; 0 once it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._taken) < self._most)
            return 0 if self._closed else self._most - len(self._taken)

    def take(self, message: ReceivedMessage) -> bool:
        """It is worked on from now; False: it must not be, for nothing more is taken."""
        with self._changed:
            if not self._closed:
                self._taken[message.receipt] = message, self._clock()
            return not self._closed

    def close(self) -> None:
        """Take nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def leave(self, message: ReceivedMessage) -> None:
        """It was answered for."""
        with self._changed:
            self._taken.pop(message.receipt, None)
            self._changed.notify_all()

    def taken_within(self, seconds: float) -> Sequence[ReceivedMessage]:
        """What is worked on, and was taken no longer ago."""
        with self._changed:
            now = self._clock()
            return [each for each, began in self._taken.values() if now - began <= seconds]

    def is_empty_within(self, seconds: float) -> bool:
        """Whether everything is answered for, after so many seconds at the latest."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._taken, seconds)
