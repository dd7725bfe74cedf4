"""The message that wakes whoever tells of events: a version and a lane, nothing else."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from runtime.contract.schema_versions import LANE_SCHEMA
from runtime.domain.delivery import BUS_LANES, BusLane, Lane
from runtime.domain.merchant import MerchantName
from runtime.domain.payment import LANES
from runtime.wire.queue_message import Message, read_message


class _Message(Message):
    v: Annotated[int, Field(ge=LANE_SCHEMA, le=LANE_SCHEMA)]
    merchant: MerchantName | None
    """None: the lane is one of the bus's."""
    lane: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _is_there(self) -> Self:
        if self.lane >= (BUS_LANES if self.merchant is None else LANES):
            raise ValueError("there is no such lane")
        return self


def encode_lane(lane: Lane | BusLane) -> str:
    """The message's text.

    Raises:
        pydantic.ValidationError: there is no such lane, which no caller may let happen.
    """
    merchant = lane.merchant if isinstance(lane, Lane) else None
    return _Message(v=LANE_SCHEMA, merchant=merchant, lane=lane.number).model_dump_json()


def decode_lane(text: str) -> Lane | BusLane:
    """The lane in a message's text.

    Raises:
        UnreadableMessageError: naming nothing of the text.
    """
    found = read_message(_Message, text)
    return BusLane(found.lane) if found.merchant is None else Lane(found.merchant, found.lane)
