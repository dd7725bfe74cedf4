"""What a consumer does with a queue of payment ids, over SQS."""

from typing import TYPE_CHECKING, Final

from runtime.adapters.aws_errors import unavailable
from runtime.wire.received_message import Received, ReceivedMessage

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

TRACE: Final = "AWSTraceHeader"


class SqsMessageSource:
    """The MessageSource port."""

    def __init__(self, polls: "SQSClient", client: "SQSClient", queue_url: str) -> None:
        """`polls` waits longer for an answer than a long poll lasts; `client` does the rest."""
        self._polls = polls
        self._client = client
        self._queue_url = queue_url

    def receive(self, at_most: int, wait: int, hidden: int) -> Received:
        """Up to `at_most` messages (1 to 10), after `wait` seconds at the latest.

        They are hidden from everybody else for `hidden` seconds.

        Raises:
            UnavailableError: no answer; what it may have brought comes again.
        """
        with unavailable("SQS"):
            answer = self._polls.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=at_most,
                WaitTimeSeconds=wait,
                VisibilityTimeout=hidden,
                MessageSystemAttributeNames=[TRACE],
            )
        return Received(
            answer["ResponseMetadata"]["RequestId"],
            [
                ReceivedMessage(
                    message_id=each["MessageId"],
                    body=each["Body"],
                    receipt=each["ReceiptHandle"],
                    attributes={str(key): text for key, text in each.get("Attributes", {}).items()},
                )
                for each in answer.get("Messages", [])
            ],
        )

    def delete(self, message: ReceivedMessage) -> None:
        """It is done with.

        Raises:
            UnavailableError: it may come again.
        """
        with unavailable("SQS"):
            self._client.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message.receipt)

    def hide(self, message: ReceivedMessage, seconds: int) -> None:
        """Nobody else gets it for so many seconds from now; 0 gives it back.

        Raises:
            UnavailableError: it stays hidden as long as was said before.
        """
        with unavailable("SQS"):
            self._client.change_message_visibility(
                QueueUrl=self._queue_url,
                ReceiptHandle=message.receipt,
                VisibilityTimeout=seconds,
            )
