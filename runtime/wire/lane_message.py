"""The message that wakes whoever tells a merchant: a version and a lane, nothing else."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.contract.schema_versions import LANE_SCHEMA
from runtime.domain.delivery import Lane
from runtime.domain.merchant import MerchantName
from runtime.domain.payment import LANES
from runtime.wire.queue_message import UnreadableMessageError


class _Message(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, defer_build=True
    )

    v: Annotated[int, Field(ge=LANE_SCHEMA, le=LANE_SCHEMA)]
    merchant: MerchantName
    lane: Annotated[int, Field(ge=0, lt=LANES)]


def encode_lane(lane: Lane) -> str:
    """The message's text.

    Raises:
        pydantic.ValidationError: there is no such lane, which no caller may let happen.
    """
    return _Message(v=LANE_SCHEMA, merchant=lane.merchant, lane=lane.number).model_dump_json()


def decode_lane(text: str) -> Lane:
    """The lane in a message's text.

    Raises:
        UnreadableMessageError: naming nothing of the text.
    """
    try:
        found = _Message.model_validate_json(text)
    except ValidationError:
        message = "A message is not of a form that this code knows."
        raise UnreadableMessageError(message) from None
    return Lane(found.merchant, found.lane)
