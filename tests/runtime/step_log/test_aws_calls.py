"""A call to AWS is a line where a stack logs at DEBUG, and none where it does not."""

import logging
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from moto import mock_aws

from runtime.observability import logger
from runtime.step_log.aws_calls import say_calls
from tests.runtime.step_log.conftest import Lines


@pytest.fixture
def debug() -> Iterator[None]:
    """A stack with `logLevel: DEBUG`."""
    before = logger().log_level
    logger().setLevel(logging.DEBUG)
    yield
    logger().setLevel(before)


def put() -> None:
    """One message into a queue, through a client that may speak."""
    with mock_aws():
        sqs: Any = botocore.session.get_session().create_client("sqs", region_name="eu-central-1")
        url = sqs.create_queue(QueueName="payments")["QueueUrl"]
        say_calls(sqs).send_message(QueueUrl=url, MessageBody="jane@example.com")


def test_each_call_says_what_and_how_it_went(lines: Lines, debug: None) -> None:
    """Service, operation, status, calls and time; nothing that was sent or answered."""
    del debug
    put()
    (line,) = [each for each in lines() if each["message"] == "aws.call"]
    assert (line["service"], line["operation"]) == ("sqs", "SendMessage")
    assert (line["status"], line["calls"]) == (200, 1)
    assert line["duration_ms"] >= 0
    assert "jane" not in str(line)


def test_at_info_nothing_is_said_of_calls(lines: Lines) -> None:
    """And nothing is asked of the client either."""
    put()
    assert lines() == []
