"""A message that is sent is a line; one that is not is an error."""

import pytest

from runtime.domain.errors import UnavailableError
from runtime.step_log.message_queue import LoggedQueue
from tests.fakes import FakeMessageQueue


def test_a_message_is_told_with_its_queue(caplog: pytest.LogCaptureFixture) -> None:
    """Which queue, which payment, and how long it waits."""
    fake = FakeMessageQueue()
    queue = LoggedQueue(fake, "shop-payments")
    queue.send("pay_1", 30)
    (line,) = [vars(record) for record in caplog.records]
    told = ("queue", "payment_id", "delay", "outcome")
    assert [line[each] for each in told] == ["shop-payments", "pay_1", 30, "sent"]
    assert queue.backlog() == fake.backlog()


def test_a_message_that_is_not_sent_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """The error goes on; the sweeper sends instead."""
    fake = FakeMessageQueue()
    fake.fail_next("send", UnavailableError("down"))
    with pytest.raises(UnavailableError):
        LoggedQueue(fake, "shop-payments").send("pay_1")
    (line,) = [vars(record) for record in caplog.records]
    assert line["outcome"] == "failed"
