"""What is sent to merchants' endpoints, and what they answer."""

from collections.abc import Mapping

from runtime.domain.events import told_by
from runtime.domain.webhook_ports import WebhookAnswer, WebhookSender
from runtime.step_log.step import step


class LoggedSender:
    """A WebhookSender. Each call is a line; where it goes, and what is in it, is in none."""

    def __init__(self, sender: WebhookSender) -> None:
        self._sender = sender

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> WebhookAnswer:
        """See the port."""
        event_id = headers["Webhook-Id"]
        payment_id, _ = told_by(event_id) or ("", 0)
        with step("webhook.send", event_id=event_id, payment_id=payment_id) as said:
            answer = self._sender.post(url, headers, body)
            said["outcome"] = "taken" if answer.taken else "refused"
            said["answer"] = answer.status if answer.failure is None else answer.failure
        return answer
