"""The worker's port over SQS."""

from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from runtime.adapters.sqs_message_source import SqsMessageSource
from runtime.domain.errors import UnavailableError
from tests.runtime.adapters.aws import AS_NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageSystemAttributeValueTypeDef


@pytest.fixture(name="sqs")
def _sqs() -> "Iterator[SQSClient]":
    with mock_aws():
        yield boto3.client("sqs", **AS_NOBODY)


@pytest.fixture(name="source")
def _source(sqs: "SQSClient") -> SqsMessageSource:
    url = sqs.create_queue(QueueName="payments")["QueueUrl"]
    for number in range(3):
        trace: MessageSystemAttributeValueTypeDef = {
            "StringValue": f"Root={number};Parent=1",
            "DataType": "String",
        }
        sqs.send_message(
            QueueUrl=url,
            MessageBody=f"text-{number}",
            MessageSystemAttributes={"AWSTraceHeader": trace},
        )
    return SqsMessageSource(sqs, sqs, url)


def test_a_message_brings_its_text_and_its_trace(source: SqsMessageSource) -> None:
    """No more than were asked for, under the id of the call."""
    received = source.receive(2, 0, 30)
    assert received.request_id
    assert len(received.messages) == 2
    [number] = {each.body.removeprefix("text-") for each in received.messages[:1]}
    assert received.messages[0].attributes == {"AWSTraceHeader": f"Root={number};Parent=1"}


def test_what_was_received_is_hidden_until_it_is_given_back(source: SqsMessageSource) -> None:
    """A message is one consumer's, and at once another's when that one hides it for no time."""
    first = source.receive(10, 0, 30)
    assert len(first.messages) == 3
    assert source.receive(10, 0, 30).messages == []
    source.hide(first.messages[0], 0)
    [again] = source.receive(10, 0, 30).messages
    assert again.message_id == first.messages[0].message_id


def test_a_message_is_hidden_for_as_long_as_was_asked(source: SqsMessageSource) -> None:
    """Not for as long as the queue says: hidden for no time, it comes again at once."""
    assert len(source.receive(10, 0, 0).messages) == 3
    assert len(source.receive(10, 0, 30).messages) == 3


def test_what_is_deleted_comes_never_again(source: SqsMessageSource) -> None:
    """Also not after its time."""
    [message] = source.receive(1, 0, 0).messages
    source.delete(message)
    left = {each.message_id for each in source.receive(10, 0, 0).messages}
    assert message.message_id not in left
    assert len(left) == 2


def test_without_its_queue_the_port_is_unavailable(
    sqs: "SQSClient", source: SqsMessageSource
) -> None:
    """Each call fails with the service's code."""
    [message] = source.receive(1, 0, 30).messages
    gone = SqsMessageSource(sqs, sqs, "https://sqs.eu-west-1.amazonaws.com/123456789012/gone")
    for call in (
        lambda: gone.receive(1, 0, 30),
        lambda: gone.delete(message),
        lambda: gone.hide(message, 0),
    ):
        with pytest.raises(UnavailableError, match="NonExistent"):
            call()
