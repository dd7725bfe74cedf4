"""A queue that only remembers."""

from runtime.domain.errors import UnavailableError
from tests.fakes.faults import Faults


class FakeMessageQueue(Faults):
    """Records `(payment_id, delay)` in `sent`; refuses everything while `refusing`."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, int]] = []
        self.visible = 0
        """What `backlog` answers."""
        self.refusing = False

    def send(self, payment_id: str, delay: int = 0) -> None:
        """Remember one message.

        Raises:
            UnavailableError: while refusing.
            ValueError: SQS takes no such delay.
        """
        with self.strike("send"):
            if self.refusing:
                message = "The queue did not take the message."
                raise UnavailableError(message)
            if not 0 <= delay <= 900:
                message = f"A delay of {delay} s is outside 0 to 900."
                raise ValueError(message)
            self.sent.append((payment_id, delay))

    def backlog(self) -> int:
        """Visible messages, as the test says."""
        with self.strike("backlog"):
            return self.visible
