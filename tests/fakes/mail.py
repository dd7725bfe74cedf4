"""A mail service with an notification_queue and no network, and what it says afterwards."""

from runtime.domain.email_event import EmailEvent, Reason
from runtime.domain.ports import Mail
from runtime.wire.queue_message import UnreadableMessageError
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


class FakeEmailEvents:
    """Reads what `told` writes."""

    def parse(self, raw: str) -> EmailEvent:
        """The event in the text.

        Raises:
            UnreadableMessageError: `told` has not written it.
        """
        parts = raw.split("|")
        if len(parts) != 3:
            message = "Not an event."
            raise UnreadableMessageError(message)
        notification_id, message_id, reason = parts
        return EmailEvent(
            notification_id or None, message_id or None, Reason(reason) if reason else None
        )


def told(notification_id: str | None, message_id: str | None, reason: Reason | None) -> str:
    """The text of an event."""
    return f"{notification_id or ''}|{message_id or ''}|{reason or ''}"
