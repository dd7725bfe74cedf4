"""What is sent to a queue."""

from runtime.domain.ports import MessageQueue
from runtime.step_log.step import step


class LoggedQueue:
    """A MessageQueue, by the name that its stack knows it by."""

    def __init__(self, queue: MessageQueue, name: str) -> None:
        self._queue = queue
        self._name = name

    def send(self, payment_id: str, delay: int = 0) -> None:
        """See the port."""
        facts = {"queue": self._name, "payment_id": payment_id, "delay": delay}
        with step("queue.send", **facts) as said:
            self._queue.send(payment_id, delay)
            said["outcome"] = "sent"

    def backlog(self) -> int:
        """See the port."""
        return self._queue.backlog()
