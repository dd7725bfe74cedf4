"""Tell a merchant's contact by mail that its endpoint is paused: once for each pause."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from runtime.contract.metrics import Metric
from runtime.domain.delivery import EndpointHealth
from runtime.domain.errors import MailAccountRefusedError, UnavailableError, UnsendableMailError
from runtime.domain.event_store import DueEvents
from runtime.domain.ports import Clock, Mail, Mailer, Metrics
from runtime.domain.private import Clear
from runtime.domain.webhook import Webhook

TEMPLATE: Final = "en-webhook-paused"


@dataclass(frozen=True, slots=True)
class TellContactPorts:
    """What it needs from outside."""

    mailer: Mailer
    events: DueEvents
    clock: Clock
    metrics: Metrics


def tell_contact(
    merchant: str, webhook: Webhook, health: EndpointHealth, ports: TellContactPorts
) -> None:
    """Send the mail that a pause owes, if somebody is to be told; the next sweep tries again.

    Raises:
        UnavailableError: it can't be written that the mail was sent; it is sent once more.
    """
    if health.paused_at is None or health.told_at is not None or webhook.contact is None:
        return
    mail = Mail(
        to=Clear(webhook.contact),
        name=Clear(merchant),
        template=TEMPLATE,
        # What follows the host may be a secret of the merchant's.
        fields={"host": urlsplit(webhook.url).hostname or "", "since": _day(health.paused_at)},
        notification_id=f"webhook-{merchant}-{health.paused_at}",
        request_id=f"webhook-{merchant}-{health.paused_at}",
    )
    try:
        ports.mailer.send(mail)
    except (UnavailableError, TimeoutError):
        return
    except MailAccountRefusedError as refusal:
        ports.metrics.count(Metric.MAIL_ACCOUNT_REFUSED, refusal=refusal.meaning)
        return
    except UnsendableMailError:
        # The address takes no mail, today or tomorrow: the alarm of the pause is what is left.
        ports.metrics.count(Metric.MAIL_UNDELIVERABLE, notification=mail.notification_id)
    # Meanwhile it may have become well, or have failed once more.
    known = ports.events.health(merchant)
    if known.paused_at == health.paused_at:
        ports.events.set_health(merchant, replace(known, told_at=ports.clock.now()))


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
