"""The email-event queue's handler: SES's own events over the fakes, and what is said about them."""

import json
from typing import Any

import pytest

from runtime.adapters.metrics import EmfMetrics
from runtime.adapters.ses_email_events import GREETING, SesEmailEvents
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import MailStatus
from runtime.handlers.receive_email_event import respond
from runtime.invocation.batch import BatchAnswer
from runtime.use_cases.receive_email_event import ReceiveEmailEventPorts
from tests.fakes.payments import TIMING, Harness
from tests.fakes.ses_event import ADDRESS, bounce
from tests.runtime.handlers.events import records


def receive(harness: Harness, *bodies: str) -> BatchAnswer:
    """A batch of events as SES writes them."""

    def ports() -> ReceiveEmailEventPorts:
        return ReceiveEmailEventPorts(
            harness.ledger, SesEmailEvents(), harness.clock, harness.metrics, TIMING, "request-1"
        )

    return respond(records(*bodies), ports=ports, metrics=harness.metrics)


def event_of(harness: Harness, message: str = "ses-1") -> str:
    """A bounce of the mail that the payment's record stands for."""
    return bounce(notification=harness.row().notification.id or "", message=message)


def test_a_bounce_marks_its_payment_and_its_repeat_nothing() -> None:
    """All are acknowledged, the greeting of a new destination too."""
    harness = Harness()
    harness.told()
    event = event_of(harness)
    for _ in range(2):
        assert receive(harness, GREETING, event) == {"batchItemFailures": []}
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert harness.metrics.counts["MailUndeliverable"] == 1


def test_what_cannot_be_read_is_returned_alone_and_counted() -> None:
    """After its receives it is parked among the dead letters."""
    harness = Harness()
    harness.told()
    answer = receive(harness, f'{{"eventType": "{ADDRESS}"}}', event_of(harness))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert harness.metrics.counts == {"MessageUnreadable": 1, "MailUndeliverable": 1}


def test_an_event_that_is_too_early_or_meets_a_broken_ledger_comes_again() -> None:
    """Nothing is lost: SQS delivers it again, and parks it in the end."""
    harness = Harness()
    payment = harness.told()
    sending = payment.notification.model_copy(update={"status": MailStatus.SENDING})
    event = event_of(harness)
    harness.ledger.rows[payment.payment_id] = payment.model_copy(update={"notification": sending})
    returned = {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert receive(harness, event) == returned
    harness.ledger.rows[payment.payment_id] = payment
    harness.ledger.fail_next("get", UnavailableError("throttled"))
    assert receive(harness, event) == returned
    assert receive(harness, event) == {"batchItemFailures": []}
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE


def trouble(harness: Harness) -> list[str]:
    """Events with which everything goes wrong that can, each with an address in it."""
    event = event_of(harness)
    harness.ledger.fail_next("get", ValueError(ADDRESS))
    harness.ledger.fail_next("commit", UnavailableError(ADDRESS))
    stray = json.loads(event)
    stray["mail"]["tags"]["notification_id"] = [ADDRESS]
    return [event, event, event, json.dumps(stray), event[:-1], ADDRESS, "{}"]


def test_no_address_enters_a_log_line_a_metric_or_the_answer(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is in an event, and whatever fails (I15)."""
    harness = Harness()
    harness.told()
    bodies: list[str] = trouble(harness)
    metrics = EmfMetrics("Tillstack", "receive-email-event")
    answers: list[Any] = []
    for body in bodies:
        ports = ReceiveEmailEventPorts(
            harness.ledger, SesEmailEvents(), harness.clock, metrics, TIMING, "request-1"
        )
        answers.append(respond(records(body), ports=lambda ports=ports: ports, metrics=metrics))  # type: ignore[misc] # Bound now.
    out = capsys.readouterr()
    said = [str(vars(record)) for record in caplog.records]
    assert len(said) >= 5
    assert "MailUndeliverable" in out.out
    for text in (*said, out.out, out.err, repr(answers)):
        assert "@" not in text
        assert "user unknown" not in text
