"""A dead-letter queue: what lies in it, put back as it was or moved to its source."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from runtime.adapters.aws_errors import unavailable
from runtime.adapters.ses_email_events import SesEmailEvents
from runtime.wire.queue_message import UnreadableMessageError, decode

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH: Final = 10
"""The most that SQS hands over at a time."""

HIDDEN_SECONDS: Final = 120
"""How long a letter that was read stays hidden, if nobody puts it back: time to read them all."""

LISTEN_SECONDS: Final = 1
"""A call that waits asks every server of the queue, so an empty answer means an empty queue."""


@dataclass(frozen=True)
class DeadLetter:
    """One dead letter; `payment_id` is None where nobody can read it."""

    message_id: str
    sent_at: int
    """Unix seconds, when it first entered a queue."""
    payment_id: str | None
    receipt: str
    body: str = field(repr=False)
    """Never shown: what SES says holds a payer's address."""


Read = Callable[[str], str | None]
"""A letter's text → the payment that it is about, or None.

Raises:
    UnreadableMessageError: nobody can read it.
"""


def of_mail_event(body: str) -> str | None:
    """The payment whose mail an event of SES's is about; None where it is not one of ours."""
    notification_id = SesEmailEvents().parse(body).notification_id or ""
    return notification_id.rpartition("-")[0] or None


class DeadLetters:
    """The letters of one queue."""

    def __init__(self, client: "SQSClient", url: str, source_url: str, read: Read = decode) -> None:
        self._client = client
        self._url = url
        self._source_url = source_url
        self._read = read

    def take(self, most: int) -> Iterator[DeadLetter]:
        """At most so many letters, each hidden from others for `HIDDEN_SECONDS`."""
        seen: set[str] = set()
        while len(seen) < most:
            answer = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(BATCH, most - len(seen)),
                MessageSystemAttributeNames=["SentTimestamp"],
                VisibilityTimeout=HIDDEN_SECONDS,
                WaitTimeSeconds=LISTEN_SECONDS,
            )
            fresh = [each for each in answer.get("Messages", []) if each["MessageId"] not in seen]
            if not fresh:
                return
            for message in fresh:
                seen.add(message["MessageId"])
                yield DeadLetter(
                    message_id=message["MessageId"],
                    sent_at=int(message["Attributes"]["SentTimestamp"]) // 1000,
                    payment_id=self._payment_id(message["Body"]),
                    receipt=message["ReceiptHandle"],
                    body=message["Body"],
                )

    def put_back(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Let others see them again, at once."""
        for dead_letter in dead_letters:
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=dead_letter.receipt, VisibilityTimeout=0
            )

    def move(self, dead_letter: DeadLetter) -> None:
        """Send its message to the source and delete the letter; a repeat is harmless.

        Raises:
            UnavailableError: it may have been sent, and the letter is still there.
        """
        if dead_letter.payment_id is not None:
            with unavailable("SQS"):
                self._client.send_message(QueueUrl=self._source_url, MessageBody=dead_letter.body)
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=dead_letter.receipt)

    def held(self) -> int:
        """How many letters somebody else has taken and not given back, approximately."""
        name: Final = "ApproximateNumberOfMessagesNotVisible"
        answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=[name])
        return int(answer["Attributes"][name])

    def _payment_id(self, body: str) -> str | None:
        try:
            return self._read(body)
        except UnreadableMessageError:
            return None
