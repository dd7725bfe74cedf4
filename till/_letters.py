"""A dead-letter queue: what lies in it, put back as it was or moved to its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from runtime.adapters.sqs_mailbox import SqsMailbox
from runtime.domain.message import UnreadableMessageError, decode

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH: Final = 10
"""The most that SQS hands over at a time."""

HIDDEN_SECONDS: Final = 120
"""How long a letter that was read stays hidden, if nobody puts it back: time to read them all."""

LISTEN_SECONDS: Final = 1
"""A call that waits asks every server of the queue, so an empty answer means an empty queue."""


@dataclass(frozen=True)
class Letter:
    """One dead letter; `payment_id` is None where nobody can read it."""

    message_id: str
    sent_at: int
    """Unix seconds, when it first entered a queue."""
    payment_id: str | None
    receipt: str


class DeadLetters:
    """The letters of one queue."""

    def __init__(self, client: "SQSClient", url: str, source_url: str) -> None:
        self._client = client
        self._url = url
        self._source = SqsMailbox(client, source_url)

    def take(self, most: int) -> Iterator[Letter]:
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
                yield Letter(
                    message_id=message["MessageId"],
                    sent_at=int(message["Attributes"]["SentTimestamp"]) // 1000,
                    payment_id=_payment_id(message["Body"]),
                    receipt=message["ReceiptHandle"],
                )

    def put_back(self, letters: Sequence[Letter]) -> None:
        """Let others see them again, at once."""
        for letter in letters:
            self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=letter.receipt, VisibilityTimeout=0
            )

    def move(self, letter: Letter) -> None:
        """Send its message to the source and delete the letter; a repeat is harmless.

        Raises:
            UnavailableError: it may have been sent, and the letter is still there.
        """
        if letter.payment_id is not None:
            self._source.send(letter.payment_id)
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=letter.receipt)

    def held(self) -> int:
        """How many letters somebody else has taken and not given back, approximately."""
        name: Final = "ApproximateNumberOfMessagesNotVisible"
        answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=[name])
        return int(answer["Attributes"][name])


def _payment_id(body: str) -> str | None:
    try:
        return decode(body)
    except UnreadableMessageError:
        return None
