"""A queue that keeps an order, and its dead letters, in the SQS of a test."""

from typing import TYPE_CHECKING

from runtime.domain.delivery import BusLane, Lane
from runtime.wire.lane_message import decode_lane, encode_lane
from till.redrive._dead_letters import DeadLetters

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

LANE = Lane("acme", 1)


class LaneQueues:
    """The queue of events and its dead letters."""

    def __init__(self, client: "SQSClient") -> None:
        self.client = client
        self.source = self._made("events.fifo")
        self.dead = self._made("events-dead.fifo")
        self.dead_letters = DeadLetters(client, self.dead, self.source, decode_lane)

    def park(self, *lanes: Lane | BusLane) -> None:
        """Put dead letters in, none of them the same message."""
        for lane in lanes:
            self.parked(encode_lane(lane), lane.name)

    def parked(self, body: str, group: str) -> None:
        """Put one in as it is."""
        number = self.client.get_queue_attributes(QueueUrl=self.dead, AttributeNames=["All"])
        self.client.send_message(
            QueueUrl=self.dead,
            MessageBody=body,
            MessageGroupId=group,
            MessageDeduplicationId=number["Attributes"]["ApproximateNumberOfMessages"],
        )

    def lying(self, url: str) -> list[tuple[str, str]]:
        """Body and group of what can be received now, which goes back at once."""
        answer = self.client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=0,
            MessageSystemAttributeNames=["MessageGroupId"],
        )
        return [
            (message["Body"], message["Attributes"]["MessageGroupId"])
            for message in answer.get("Messages", [])
        ]

    def _made(self, name: str) -> str:
        return self.client.create_queue(QueueName=name, Attributes={"FifoQueue": "true"})[
            "QueueUrl"
        ]
