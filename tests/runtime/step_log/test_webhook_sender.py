"""Each call to an endpoint is a line with what became of it, and nothing of what was sent."""

import pytest

from runtime.domain.events import event_id
from runtime.step_log.webhook_sender import LoggedSender
from tests.fakes.endpoint import SILENT, URL, FakeSender
from tests.fakes.payments import ID


def test_each_call_is_a_line(caplog: pytest.LogCaptureFixture) -> None:
    """Which event it was, of which payment, and the answer; neither address nor content."""
    sender = FakeSender()
    sender.answers.extend([SILENT, sender.otherwise])
    identifier = event_id(ID, 1)
    for _ in range(2):
        LoggedSender(sender).post(URL, {"Webhook-Id": identifier}, b'{"a": "secret"}')
    lines = [vars(record) for record in caplog.records]
    assert [(line["message"], line["outcome"], line["answer"]) for line in lines] == [
        ("webhook.send", "refused", "timeout"),
        ("webhook.send", "taken", 204),
    ]
    assert {(line["event_id"], line["payment_id"]) for line in lines} == {(identifier, ID)}
    assert URL not in str(lines)
    assert "secret" not in str(lines)
