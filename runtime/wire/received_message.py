"""A message as a consumer takes it from a queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """One message, and what gives it back or deletes it."""

    message_id: str
    body: str
    receipt: str
    """Of this delivery."""
    attributes: Mapping[str, str]
    """What SQS itself says of it, such as `AWSTraceHeader`."""

    @property
    def record(self) -> Mapping[str, Any]:
        """As Lambda's event names its parts (AWS Lambda, "Using Lambda with Amazon SQS")."""
        return {
            "messageId": self.message_id,
            "body": self.body,
            "attributes": self.attributes,
        }


@dataclass(frozen=True, slots=True)
class Received:
    """What one call brought."""

    request_id: str
    """Of the call, as AWS gives it."""
    messages: Sequence[ReceivedMessage]
