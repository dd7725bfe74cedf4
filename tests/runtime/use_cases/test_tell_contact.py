"""A merchant's contact is told of a pause, over fakes."""

from dataclasses import replace

import pytest

from runtime.contract.metrics import Metric
from runtime.domain.delivery import WELL, EndpointHealth
from runtime.domain.email_event import Reason
from runtime.domain.errors import MailAccountRefusedError, UnavailableError, UnsendableMailError
from runtime.domain.webhook import Webhook
from runtime.use_cases.tell_contact import TEMPLATE, TellContactPorts, tell_contact
from tests.fakes.endpoint import telling
from tests.fakes.payments import Harness

PAUSED = EndpointHealth(9, 1, 9, 0, paused_at=1_795_341_600)


def webhook(contact: str | None = "ops@shop.example.com") -> Webhook:
    """An endpoint whose address holds what only the merchant knows."""
    found = telling().webhook
    assert found is not None
    changes = {"contact": contact, "url": "https://shop.example.com/hooks/hidden-word"}
    return found.model_copy(update=changes)


def told(harness: Harness, health: EndpointHealth, where: Webhook) -> EndpointHealth:
    """How the endpoint is afterwards."""
    events = harness.ledger.events
    events.endpoints["acme"] = health
    ports = TellContactPorts(harness.mailer, events, harness.clock, harness.metrics)
    tell_contact("acme", where, health, ports)
    return events.health("acme")


def test_a_pause_is_told_once() -> None:
    """With the host of the endpoint, since when, and nothing else of its address."""
    harness = Harness()
    after = told(harness, PAUSED, webhook())
    assert (after.told_at, after.paused_at) == (harness.clock.now(), PAUSED.paused_at)
    told(harness, after, webhook())
    [mail] = harness.mailer.sent
    assert (mail.template, mail.to.get_secret_value()) == (TEMPLATE, "ops@shop.example.com")
    assert mail.fields == {"host": "shop.example.com", "since": "2026-11-22 10:00 UTC"}
    assert "hidden-word" not in str(mail)


@pytest.mark.parametrize(("health", "contact"), [(WELL, "ops@shop.example.com"), (PAUSED, None)])
def test_nobody_is_told_of_nothing(health: EndpointHealth, contact: str | None) -> None:
    """Of an endpoint that is well, or where nobody is named."""
    harness = Harness()
    assert told(harness, health, webhook(contact)) == health
    assert not harness.mailer.sent


@pytest.mark.parametrize(
    "refusal",
    [UnavailableError("busy"), TimeoutError(), MailAccountRefusedError("not verified")],
    ids=lambda each: type(each).__name__,
)
def test_a_mail_that_did_not_leave_is_sent_by_the_next_sweep(refusal: Exception) -> None:
    """It is owed until it was taken."""
    harness = Harness()
    harness.mailer.fail_next("send", refusal)
    assert told(harness, PAUSED, webhook()).told_at is None
    assert told(harness, PAUSED, webhook()).told_at is not None
    refused = isinstance(refusal, MailAccountRefusedError)
    assert harness.metrics.counts[Metric.MAIL_ACCOUNT_REFUSED] == refused


def test_an_address_that_takes_no_mail_is_not_asked_again() -> None:
    """It is counted, and the alarm of the pause stands."""
    harness = Harness()
    harness.mailer.fail_next("send", UnsendableMailError("suppressed", Reason.SUPPRESSED))
    assert told(harness, PAUSED, webhook()).told_at is not None
    assert harness.metrics.counts[Metric.MAIL_UNDELIVERABLE] == 1


@pytest.mark.parametrize(
    ("meanwhile", "left"),
    [
        (WELL, WELL),
        (replace(PAUSED, failures=10), replace(PAUSED, failures=10, told_at=1_795_341_600)),
    ],
)
def test_what_a_lane_learned_while_the_mail_left_is_kept(
    meanwhile: EndpointHealth, left: EndpointHealth
) -> None:
    """An endpoint that became well stays so, and is not paused once more."""
    harness = Harness()
    events = harness.ledger.events
    events.endpoints["acme"] = meanwhile
    ports = TellContactPorts(harness.mailer, events, harness.clock, harness.metrics)
    tell_contact("acme", webhook(), PAUSED, ports)
    assert events.health("acme") == left
