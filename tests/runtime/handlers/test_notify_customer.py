"""The notification queue's handler, over fakes."""

import pytest

from runtime.domain.errors import UnavailableError
from runtime.domain.payment import MailStatus
from runtime.handlers.notify_customer import respond
from runtime.wire.queue_message import encode
from tests.fakes.payments import ID, Harness
from tests.runtime.handlers.events import records


@pytest.mark.fault("F16")
def test_a_message_sends_the_mail_that_is_owed_and_its_repeat_sends_none() -> None:
    """One mail per final outcome, however often the message comes."""
    harness = Harness()
    harness.succeeded()
    for _ in range(2):
        answer = respond(records(encode(ID)), ports=harness.notifying, metrics=harness.metrics)
        assert answer == {"batchItemFailures": []}
    assert len(harness.mailer.sent) == 1
    assert harness.row().notification.status is MailStatus.SENT


def test_a_ledger_that_fails_returns_the_message() -> None:
    """Nothing was claimed and nothing was sent, so the message comes again."""
    harness = Harness()
    harness.succeeded()
    harness.ledger.fail_next("get", UnavailableError("throttled"))
    answer = respond(records(encode(ID)), ports=harness.notifying, metrics=harness.metrics)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert not harness.mailer.sent
