"""The EventLanes port over SQS."""

from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from runtime.adapters.sqs_event_lanes import SqsEventLanes
from runtime.domain.delivery import BusLane, Lane
from runtime.domain.errors import UnavailableError
from runtime.wire.lane_message import decode_lane
from tests.fakes.system import FakeRandom
from tests.runtime.adapters.aws import AS_NOBODY, replies_lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sqs import SQSClient


@pytest.fixture(name="sqs")
def _sqs() -> "Iterator[SQSClient]":
    with mock_aws():
        yield boto3.client("sqs", **AS_NOBODY)


@pytest.fixture(name="url")
def _url(sqs: "SQSClient") -> str:
    made = sqs.create_queue(QueueName="events.fifo", Attributes={"FifoQueue": "true"})
    return made["QueueUrl"]


def test_a_lane_is_woken_as_often_as_is_said(sqs: "SQSClient", url: str) -> None:
    """Two equal messages are two: SQS takes none of them for a repeat."""
    lanes = SqsEventLanes(sqs, url, FakeRandom().token)
    for lane in (Lane("acme", 1), Lane("acme", 1), Lane("bistro", 0), BusLane(7)):
        lanes.wake(lane)
    asked = {"AttributeNames": ["MessageGroupId"], "MaxNumberOfMessages": 10}
    found = sqs.receive_message(QueueUrl=url, **asked)["Messages"]  # type: ignore[arg-type]  # as said
    groups = {(decode_lane(each["Body"]), each["Attributes"]["MessageGroupId"]) for each in found}
    assert groups == {
        (Lane("acme", 1), "acme#1"),
        (Lane("bistro", 0), "bistro#0"),
        (BusLane(7), "bus:7"),
    }
    assert len(found) == 4


def test_a_lost_reply_is_unavailable(sqs: "SQSClient", url: str) -> None:
    """The sweeper says it then."""
    lanes = SqsEventLanes(sqs, url, FakeRandom().token)
    with replies_lost(sqs, "sqs.SendMessage"), pytest.raises(UnavailableError):
        lanes.wake(Lane("acme", 0))
