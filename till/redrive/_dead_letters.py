"""A dead-letter queue: what lies in it, put back as it was or moved to its source."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypedDict

from runtime.adapters.aws_errors import unavailable
from runtime.adapters.ses_email_events import SesEmailEvents
from runtime.domain.delivery import BusLane, Lane
from runtime.wire.queue_message import UnreadableMessageError, decode

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH: Final = 10
"""The most that SQS hands over at a time."""

HIDDEN_SECONDS: Final = 120
"""How long a letter that was read stays hidden, if nobody puts it back: time to read them all."""

LISTEN_SECONDS: Final = 1
"""A call that waits asks every server of the queue, so an empty answer means an empty queue."""


class _Fifo(TypedDict, total=False):
    MessageGroupId: str
    MessageDeduplicationId: str


@dataclass(frozen=True)
class DeadLetter:
    """One dead letter; it is about a payment or a lane, or nobody can read it."""

    message_id: str
    sent_at: int
    """Unix seconds, when it first entered a queue."""
    payment_id: str | None
    receipt: str
    body: str = field(repr=False)
    """Never shown: what SES says holds a payer's address."""
    lane: Lane | BusLane | None = None
    """The way to a merchant's endpoint."""

    @property
    def about(self) -> str | None:
        """The payment, or the lane as it is called in the queue; None: nobody can read it."""
        return self.lane.name if self.lane else self.payment_id


Read = Callable[[str], str | Lane | BusLane | None]
"""A letter's text → the payment or the lane that it is about, or None.

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
                about = self._about(message["Body"])
                yield DeadLetter(
                    message_id=message["MessageId"],
                    sent_at=int(message["Attributes"]["SentTimestamp"]) // 1000,
                    payment_id=about if isinstance(about, str) else None,
                    receipt=message["ReceiptHandle"],
                    body=message["Body"],
                    lane=None if isinstance(about, str) else about,
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
        if dead_letter.about is not None:
            with unavailable("SQS"):
                self._client.send_message(
                    QueueUrl=self._source_url, MessageBody=dead_letter.body, **_fifo(dead_letter)
                )
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=dead_letter.receipt)

    def held(self) -> int:
        """How many letters somebody else has taken and not given back, approximately."""
        name: Final = "ApproximateNumberOfMessagesNotVisible"
        answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=[name])
        return int(answer["Attributes"][name])

    def _about(self, body: str) -> str | Lane | BusLane | None:
        try:
            return self._read(body)
        except UnreadableMessageError:
            return None


def _fifo(dead_letter: DeadLetter) -> "_Fifo":
    """What the queue of events wants besides: whose turn it is, and what is the same message."""
    if dead_letter.lane is None or dead_letter.about is None:
        return {}
    # A repeat of the same letter within five minutes is kept once.
    return {
        "MessageGroupId": dead_letter.about,
        "MessageDeduplicationId": dead_letter.message_id,
    }
