"""A mail service with an outbox and no network."""

from runtime.domain.ports import Mail
from tests.fakes.faults import Faults


class FakeMailer(Faults):
    """Keeps what it accepted in `sent`; order failures with `fail_next("send", …)`."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> str:
        """Accept one mail; `after=True` failures are accepted mails whose answer was lost."""
        with self.strike("send"):
            self.sent.append(mail)
            return f"message-{len(self.sent)}"
