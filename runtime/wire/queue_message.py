"""The message that travels in the queues of payments: a version and a payment id, nothing else."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.contract.schema_versions import MESSAGE_SCHEMA
from runtime.domain.errors import PermanentError


class UnreadableMessageError(PermanentError):
    """The text is not a message of ours, or of a version that this code does not know."""


class Message(BaseModel):
    """What every message of ours has."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, defer_build=True
    )


MessageT = TypeVar("MessageT", bound=Message)


def read_message(model: type[MessageT], text: str) -> MessageT:
    """The message in a text.

    Raises:
        UnreadableMessageError: naming nothing of the text.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError:
        message = "A message is not of a form that this code knows."
        raise UnreadableMessageError(message) from None


class _Message(Message):
    v: Annotated[int, Field(ge=MESSAGE_SCHEMA, le=MESSAGE_SCHEMA)]
    payment_id: Annotated[str, Field(pattern=r"^pay_[a-z2-7]{26}$")]


def encode(payment_id: str) -> str:
    """The message's text.

    Raises:
        pydantic.ValidationError: `payment_id` is not an id, which no caller may let happen.
    """
    return _Message(v=MESSAGE_SCHEMA, payment_id=payment_id).model_dump_json()


def decode(text: str) -> str:
    """The payment id in a message's text.

    Raises:
        UnreadableMessageError: naming nothing of the text.
    """
    return read_message(_Message, text).payment_id
