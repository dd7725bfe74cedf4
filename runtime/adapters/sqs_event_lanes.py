"""The queue that wakes whoever tells of events, over SQS FIFO.

Of one group a single message is worked on at a time (SQS, "FIFO queue delivery logic"): the group
is the lane, so a merchant's slow endpoint takes as many executions as it has lanes, and no more.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from runtime.adapters.aws_errors import unavailable
from runtime.domain.delivery import BusLane, Lane
from runtime.wire.lane_message import encode_lane

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsEventLanes:
    """The EventLanes port."""

    def __init__(self, client: "SQSClient", queue_url: str, token: Callable[[], str]) -> None:
        """`token`: unique per call; of two messages with one SQS keeps the first for minutes."""
        self._client = client
        self._queue_url = queue_url
        self._token = token

    def wake(self, lane: Lane | BusLane) -> None:
        """Say that something is due in a lane.

        Raises:
            UnavailableError: it may or may not have been said.
        """
        with unavailable("SQS"):
            self._client.send_message(
                QueueUrl=self._queue_url,
                MessageBody=encode_lane(lane),
                MessageGroupId=lane.name,
                MessageDeduplicationId=self._token(),
            )
