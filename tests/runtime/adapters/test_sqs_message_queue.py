"""The MessageQueue port over SQS."""

from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from runtime.adapters.sqs_message_queue import SqsMessageQueue
from runtime.domain.errors import UnavailableError
from runtime.wire.queue_message import decode
from tests.fakes.payments import ID
from tests.runtime.adapters.aws import AS_NOBODY, replies_lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sqs import SQSClient


@pytest.fixture(name="sqs")
def _sqs() -> "Iterator[SQSClient]":
    with mock_aws():
        yield boto3.client("sqs", **AS_NOBODY)


@pytest.fixture(name="queue_url")
def _queue_url(sqs: "SQSClient") -> str:
    return sqs.create_queue(QueueName="payments")["QueueUrl"]


def test_a_message_carries_the_payment_id(sqs: "SQSClient", queue_url: str) -> None:
    """What is received decodes to what was sent."""
    SqsMessageQueue(sqs, queue_url).send(ID)
    [message] = sqs.receive_message(QueueUrl=queue_url)["Messages"]
    assert decode(message["Body"]) == ID


def test_a_delayed_message_is_not_backlog(sqs: "SQSClient", queue_url: str) -> None:
    """A message waits for its delay, and only visible ones are counted."""
    queue = SqsMessageQueue(sqs, queue_url)
    queue.send(ID, delay=900)
    assert queue.backlog() == 0
    assert "Messages" not in sqs.receive_message(QueueUrl=queue_url)
    queue.send(ID)
    assert queue.backlog() == 1


@pytest.mark.parametrize("delay", [-1, 901])
def test_a_delay_that_sqs_does_not_know_is_our_mistake(
    sqs: "SQSClient", queue_url: str, delay: int
) -> None:
    """A delay is never cut short in silence."""
    with pytest.raises(ValueError, match=str(delay)):
        SqsMessageQueue(sqs, queue_url).send(ID, delay=delay)


def test_without_its_queue_the_port_is_unavailable(sqs: "SQSClient") -> None:
    """Sending and counting fail with the service's code."""
    queue = SqsMessageQueue(sqs, "https://sqs.eu-west-1.amazonaws.com/123456789012/none")
    with pytest.raises(UnavailableError, match="NonExistentQueue"):
        queue.send(ID)
    with pytest.raises(UnavailableError, match="NonExistentQueue"):
        queue.backlog()


def test_a_lost_reply_is_unavailable(sqs: "SQSClient", queue_url: str) -> None:
    """The message may have been sent all the same; the caller repeats it."""
    with replies_lost(sqs, "sqs.SendMessage"), pytest.raises(UnavailableError, match="ReadTimeout"):
        SqsMessageQueue(sqs, queue_url).send(ID)
    assert SqsMessageQueue(sqs, queue_url).backlog() == 1
