"""A mail that is handed over is a line without an address."""

import pytest

from runtime.domain.errors import UnavailableError
from runtime.domain.ports import Mail
from runtime.domain.private import Clear
from runtime.step_log.mailer import LoggedMailer
from tests.fakes import FakeMailer

MAIL = Mail(Clear("jane@example.com"), Clear("Jane"), "en-succeeded", {}, "pay_1-4", "request-1")


def test_a_mail_is_told_by_its_ids(caplog: pytest.LogCaptureFixture) -> None:
    """Which notification and which message of SES; nothing of the payer."""
    mailer = FakeMailer()
    message_id = LoggedMailer(mailer).send(MAIL)
    (line,) = [vars(record) for record in caplog.records]
    assert (line["notification_id"], line["mail_message_id"]) == ("pay_1-4", message_id)
    assert line["outcome"] == "sent"
    assert "ane" not in str(line)


def test_a_mail_that_is_refused_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """The step has failed, and the error goes on."""
    mailer = FakeMailer()
    mailer.fail_next("send", UnavailableError("jane@example.com"))
    with pytest.raises(UnavailableError):
        LoggedMailer(mailer).send(MAIL)
    (line,) = [vars(record) for record in caplog.records]
    assert line["outcome"] == "failed"
    assert "jane" not in str(line)
