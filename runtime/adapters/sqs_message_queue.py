"""A queue of payment ids, over SQS."""

from typing import TYPE_CHECKING, Final

from runtime.adapters.aws_errors import unavailable
from runtime.contract.fixed_times import FIXED
from runtime.wire.queue_message import encode

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsMessageQueue:
    """The MessageQueue port."""

    def __init__(self, client: "SQSClient", queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def send(self, payment_id: str, delay: int = 0) -> None:
        """Send a message that arrives no earlier than `delay` seconds from now.

        Raises:
            UnavailableError: it may or may not have been sent.
            ValueError: `delay` is not in 0 to 900; the caller plans longer waits itself.
        """
        if not 0 <= delay <= FIXED.longest_delay:
            message = f"A message can't be delayed by {delay} s."
            raise ValueError(message)
        with unavailable("SQS"):
            self._client.send_message(
                QueueUrl=self._queue_url, MessageBody=encode(payment_id), DelaySeconds=delay
            )

    def backlog(self) -> int:
        """Visible messages, approximately.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        name: Final = "ApproximateNumberOfMessages"
        with unavailable("SQS"):
            answer = self._client.get_queue_attributes(
                QueueUrl=self._queue_url, AttributeNames=[name]
            )
        return int(answer["Attributes"][name])
