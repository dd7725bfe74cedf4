"""The message that wakes whoever tells a merchant: a version and a lane, nothing else."""

from typing import Annotated

from pydantic import Field

from runtime.contract.schema_versions import LANE_SCHEMA
from runtime.domain.delivery import Lane
from runtime.domain.merchant import MerchantName
from runtime.domain.payment import LANES
from runtime.wire.queue_message import Message, read_message


class _Message(Message):
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
    found = read_message(_Message, text)
    return Lane(found.merchant, found.lane)
