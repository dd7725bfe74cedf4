"""What is handed to the mail service."""

from runtime.domain.ports import Mail, Mailer
from runtime.step_log.step import step


class LoggedMailer:
    """A Mailer. The line holds no address: which mail it is, its notification id says."""

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer

    def send(self, mail: Mail) -> str:
        """See the port."""
        facts = {"template": mail.template, "notification_id": mail.notification_id}
        with step("mail.send", **facts) as said:
            message_id = self._mailer.send(mail)
            said |= {"outcome": "sent", "mail_message_id": message_id}
        return message_id
