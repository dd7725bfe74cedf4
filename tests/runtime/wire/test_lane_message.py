"""The message that wakes whoever tells a merchant."""

import pytest
from pydantic import ValidationError

from runtime.domain.delivery import BusLane, Lane
from runtime.wire.lane_message import decode_lane, encode_lane
from runtime.wire.queue_message import UnreadableMessageError


def test_a_lane_is_read_as_it_was_written() -> None:
    """Version, merchant and number, and nothing else."""
    assert encode_lane(Lane("acme", 1)) == '{"v":1,"merchant":"acme","lane":1}'
    assert encode_lane(BusLane(7)) == '{"v":1,"merchant":null,"lane":7}'
    for lane in (Lane("acme", 1), BusLane(7)):
        assert decode_lane(encode_lane(lane)) == lane
        assert type(decode_lane(encode_lane(lane))) is type(lane)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"v":2,"merchant":"acme","lane":1}',
        '{"v":1,"merchant":"acme","lane":2}',
        '{"v":1,"merchant":"acme","lane":-1}',
        '{"v":1,"merchant":"acme","lane":"1"}',
        '{"v":1,"merchant":"ACME","lane":1}',
        '{"v":1,"merchant":"acme\\n","lane":1}',
        '{"v":1,"merchant":"acme"}',
        '{"v":1,"merchant":"","lane":1}',
        '{"v":1,"merchant":null,"lane":8}',
        '{"v":1,"lane":1}',
        '{"v":1,"merchant":"acme","lane":1,"more":1}',
        '{"v":1,"payment_id":"pay_a"}',
    ],
)
def test_anything_else_is_unreadable(text: str) -> None:
    """The error repeats nothing of it."""
    with pytest.raises(UnreadableMessageError, match="not of a form that this code knows"):
        decode_lane(text)


def test_no_other_lane_is_written() -> None:
    """Nobody would take its messages."""
    for lane in (Lane("acme", 2), BusLane(8), BusLane(-1)):
        with pytest.raises(ValidationError):
            encode_lane(lane)
