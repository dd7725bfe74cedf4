"""A queue as its consumer sees it, in memory."""

from collections.abc import Callable
from itertools import count
from threading import Condition

from runtime.domain.errors import UnavailableError
from runtime.wire.received_message import Received, ReceivedMessage

LONGEST_WAIT_S = 30
"""Of a test that went wrong."""


class FakeMessageSource:
    """Gives each message once; a receive waits for a message, as a long poll does."""

    def __init__(self, *bodies: str) -> None:
        self._changed = Condition()
        self._waiting: list[ReceivedMessage] = []
        self._numbers = count()
        self.asked: list[tuple[int, int, int]] = []
        """What each receive asked for: at most, wait, hidden."""
        self.deleted: list[str] = []
        self.hidden: list[tuple[str, int]] = []
        """Body and seconds."""
        self.failures: list[UnavailableError] = []
        """What the next receives raise."""
        self.deaf = False
        """Whether it hears of nothing that is done with a message."""
        self.add(*bodies)

    def add(self, *bodies: str) -> None:
        """More messages wait."""
        with self._changed:
            for body in bodies:
                name = f"message-{next(self._numbers)}"
                self._waiting.append(ReceivedMessage(name, body, f"receipt-{name}", {}))
            self._changed.notify_all()

    def receive(self, at_most: int, wait: int, hidden: int) -> Received:
        """See the port."""
        with self._changed:
            self.asked.append((at_most, wait, hidden))
            self._changed.notify_all()
            if self.failures:
                raise self.failures.pop(0)
            self._changed.wait_for(lambda: self._waiting, LONGEST_WAIT_S)
            taken, self._waiting = self._waiting[:at_most], self._waiting[at_most:]
            return Received("request-1", taken)

    def delete(self, message: ReceivedMessage) -> None:
        """See the port."""
        self._note(lambda: self.deleted.append(message.body))

    def hide(self, message: ReceivedMessage, seconds: int) -> None:
        """See the port."""
        self._note(lambda: self.hidden.append((message.body, seconds)))

    def _note(self, note: Callable[[], None]) -> None:
        if self.deaf:
            message = "SQS did not answer as asked: AccessDenied."
            raise UnavailableError(message)
        with self._changed:
            note()
            self._changed.notify_all()
