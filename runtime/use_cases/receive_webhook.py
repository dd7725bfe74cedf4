"""The PSP says that something happened: look the payment up, as any other message would.

Nothing is taken from the event but whom it is about, so a repeated, late or misordered event
does what one more message does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runtime.contract.metrics import Metric
from runtime.domain.errors import SignatureInvalidError
from runtime.domain.payment import PAYMENT_ID
from runtime.domain.ports import MessageQueue, Metrics
from runtime.domain.psp import WebhookEvent, WebhookParser


@dataclass(frozen=True, slots=True)
class ReceiveWebhookPorts:
    """What receiving a webhook needs from outside."""

    events: WebhookParser
    queue: MessageQueue
    metrics: Metrics


def receive_webhook(
    headers: Mapping[str, Sequence[str]], raw: bytes, ports: ReceiveWebhookPorts
) -> WebhookEvent:
    """Send the payment's message; an event that names no payment of ours is only counted.

    Raises:
        SignatureInvalidError: none of the stack's secrets has signed it, or too long ago.
        UnavailableError: nothing is known to be sent; the PSP repeats what was not answered.
    """
    try:
        event = ports.events.parse(headers, raw)
    except SignatureInvalidError:
        ports.metrics.count(Metric.WEBHOOK_SIGNATURE_INVALID)
        raise
    if PAYMENT_ID.fullmatch(event.payment_id or ""):
        ports.queue.send(event.payment_id or "")
    else:
        ports.metrics.count(Metric.WEBHOOK_NOT_OURS)
    return event
