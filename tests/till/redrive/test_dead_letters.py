"""Dead letters over SQS."""

from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from runtime.adapters.ses_email_events import GREETING
from runtime.domain.payment import payment_id
from runtime.wire.lane_message import encode_lane
from runtime.wire.queue_message import UnreadableMessageError, decode, encode
from tests.fakes.ses_event import ADDRESS, NOTIFICATION, bounce
from tests.runtime.adapters.aws import AS_NOBODY
from tests.till.redrive.lanes import LANE, LaneQueues
from till.redrive._dead_letters import DeadLetter, DeadLetters, of_mail_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sqs import SQSClient

IDS = [payment_id("acme", str(number)) for number in range(23)]


class Queues:
    """A queue and its dead letters."""

    def __init__(self, client: "SQSClient") -> None:
        self.client = client
        self.source = client.create_queue(QueueName="payments")["QueueUrl"]
        self.dead = client.create_queue(QueueName="payments-dead")["QueueUrl"]
        self.dead_letters = DeadLetters(client, self.dead, self.source)

    def park(self, *bodies: str) -> None:
        """Put dead letters in."""
        for body in bodies:
            self.client.send_message(QueueUrl=self.dead, MessageBody=body)

    def lying(self, url: str) -> list[str]:
        """What can be received now, and goes back at once."""
        answer = self.client.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0
        )
        return [message["Body"] for message in answer.get("Messages", [])]


@pytest.fixture(name="queues")
def _queues() -> "Iterator[Queues]":
    with mock_aws():
        yield Queues(boto3.client("sqs", **AS_NOBODY))


def test_every_letter_is_taken_once(queues: Queues) -> None:
    """More than one answer's worth of them, each hidden while it is looked at."""
    queues.park(*map(encode, IDS))
    assert sorted(each.payment_id or "" for each in queues.dead_letters.take(100)) == sorted(IDS)
    assert queues.dead_letters.held() == len(IDS)
    assert queues.lying(queues.dead) == []


def test_no_more_than_asked_for_is_taken(queues: Queues) -> None:
    """The rest stays visible to others."""
    queues.park(*map(encode, IDS))
    assert len(list(queues.dead_letters.take(12))) == 12
    assert queues.dead_letters.held() == 12


def test_what_is_put_back_lies_there_as_before(queues: Queues) -> None:
    """Nothing is held, nothing is gone."""
    queues.park(encode(IDS[0]))
    queues.dead_letters.put_back(list(queues.dead_letters.take(10)))
    assert queues.dead_letters.held() == 0
    assert queues.lying(queues.dead) == [encode(IDS[0])]


def test_a_moved_letter_is_a_message_of_the_source(queues: Queues) -> None:
    """It is sent anew, then deleted."""
    queues.park(encode(IDS[0]))
    (dead_letter,) = queues.dead_letters.take(10)
    queues.dead_letters.move(dead_letter)
    assert [decode(body) for body in queues.lying(queues.source)] == IDS[:1]
    assert queues.dead_letters.held() == 0
    assert queues.lying(queues.dead) == []


def test_a_letter_that_cant_be_read_is_never_moved(queues: Queues) -> None:
    """It would only come back."""
    queues.park("{}")
    (dead_letter,) = queues.dead_letters.take(10)
    assert dead_letter.payment_id is None
    queues.dead_letters.move(dead_letter)
    queues.dead_letters.put_back([dead_letter])
    assert queues.lying(queues.dead) == ["{}"]
    assert queues.lying(queues.source) == []


def test_an_event_of_ses_is_read_by_its_mark_and_shows_no_address() -> None:
    """Of a mail that is not ours nothing is known; what can't be read is refused."""
    assert of_mail_event(bounce()) == NOTIFICATION.rpartition("-")[0]
    assert of_mail_event(GREETING) is None
    with pytest.raises(UnreadableMessageError):
        of_mail_event("{}")
    assert ADDRESS not in repr(DeadLetter("m", 0, None, "r", bounce()))


def test_a_letter_of_a_lane_goes_back_into_its_lane() -> None:
    """Each one once, whatever the answer to a move was; it is about no payment."""
    with mock_aws():
        queues = LaneQueues(boto3.client("sqs", **AS_NOBODY))
        queues.park(LANE, LANE)
        letters = list(queues.dead_letters.take(10))
        assert [(each.lane, each.payment_id, each.about) for each in letters] == [
            (LANE, None, "acme#1")
        ] * 2
        for each in (letters[0], *letters):
            queues.dead_letters.move(each)
        assert queues.lying(queues.source) == [(encode_lane(LANE), "acme#1")] * 2
        assert queues.lying(queues.dead) == []
