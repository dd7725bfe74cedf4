"""The PSP says that something happened: look the payment up, as any other message would.

What an event says is never believed, so a late or misordered event does what one more message
does. It is only compared: where the payment shows it already, and where the same event was passed
on while the payment stood as it stands now, there is nothing to look for.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from runtime.contract.metrics import Metric
from runtime.domain.errors import SignatureInvalidError, UnavailableError, UnreadableRowError
from runtime.domain.payment import PAYMENT_ID, Payment, Status
from runtime.domain.ports import Ledger, MessageQueue, Metrics
from runtime.domain.psp import PspState, WebhookEvent, WebhookParser

SHOWN: Final[Mapping[Status, frozenset[PspState]]] = {
    Status.SUCCEEDED: frozenset({PspState.PAID}),
    Status.FAILED: frozenset({PspState.DECLINED, PspState.CANCELED}),
    Status.CANCELED: frozenset({PspState.CANCELED}),
}
"""What a payment of this status shows. Of a failed one, that it was paid would be news."""

KEPT: Final = 1_000
"""Events that one worker remembers: far more than come while a signature is good."""


class Heard:
    """Which events this worker has passed on, and the payment's version then."""

    def __init__(self) -> None:
        self._versions: OrderedDict[tuple[str, str | None], int] = OrderedDict()

    def was(self, event: WebhookEvent, version: int) -> bool:
        """Whether the event was passed on, and its payment has not moved since."""
        return self._versions.get((event.ref, event.payment_id)) == version

    def note(self, event: WebhookEvent, version: int) -> None:
        """The event is passed on."""
        self._versions[event.ref, event.payment_id] = version
        if len(self._versions) > KEPT:
            self._versions.popitem(last=False)


@dataclass(frozen=True, slots=True)
class ReceiveWebhookPorts:
    """What receiving a webhook needs from outside."""

    events: WebhookParser
    ledger: Ledger
    queue: MessageQueue
    metrics: Metrics
    heard: Heard = field(default_factory=Heard)


def receive_webhook(
    headers: Mapping[str, Sequence[str]], raw: bytes, ports: ReceiveWebhookPorts
) -> WebhookEvent:
    """Send the payment's message, if the event may be news; one that is not ours is only counted.

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
        _pass_on(event, event.payment_id or "", ports)
    else:
        ports.metrics.count(Metric.WEBHOOK_NOT_OURS)
    return event


def _pass_on(event: WebhookEvent, payment_id: str, ports: ReceiveWebhookPorts) -> None:
    try:
        payment = ports.ledger.get(payment_id)
    except (UnavailableError, UnreadableRowError):
        # What can't be compared may be news.
        ports.queue.send(payment_id)
        return
    version = payment.version if payment else 0
    if _shows(payment, event) or ports.heard.was(event, version):
        ports.metrics.count(Metric.WEBHOOK_NO_NEWS)
        return
    ports.queue.send(payment_id)
    # Afterwards: an event whose message was refused comes again, and is news then.
    ports.heard.note(event, version)


def _shows(payment: Payment | None, event: WebhookEvent) -> bool:
    return payment is not None and event.says in SHOWN.get(payment.status, ())
