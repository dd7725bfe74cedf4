"""Letters of lanes, as an operator looks at them and lets them go."""

import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from runtime.adapters.dynamodb_events import due_puts
from runtime.domain.delivery import BusLane, Due, EndpointHealth, Lane, Unpublished
from runtime.domain.redrive import Effect
from runtime.wire.lane_message import encode_lane
from tests.runtime.adapters.aws import AS_NOBODY, EVENTS, be_nobody
from tests.till.event_stack import EventStack, endpoint
from tests.till.payments.documents import printed
from tests.till.redrive.lanes import LANE, LaneQueues
from till.redrive._dead_letters import DeadLetter
from till.redrive.seen import Seen


class Lanes(LaneQueues):
    """Tables and queues, and a command line that is told of both."""

    def __init__(self, folder: Path) -> None:
        super().__init__(boto3.client("sqs", **AS_NOBODY))
        self.stack = EventStack(folder)
        self.stack.says(event_queue_url=self.source, event_dead_letter_url=self.dead)
        self.stack.knows(endpoint())

    def waits(self, lane: Lane = LANE) -> None:
        """Something is due there."""
        now = int(time.time())
        self.stack.events.ask_again(Due(lane, now, f"evt_{'a' * 26}_1", "x", now))


@pytest.fixture(name="lanes")
def _lanes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lanes]:
    be_nobody(monkeypatch)
    with mock_aws():
        yield Lanes(tmp_path)


def would(lanes: Lanes, capsys: pytest.CaptureFixture[str]) -> str:
    """What the one letter that lies there would do."""
    assert lanes.stack("redrive", "events", "--json") == 0
    (letter,) = printed("redrive", capsys)["letters"]
    assert (letter["lane"], letter["payment_id"], letter["moved"]) == ("acme#1", None, False)
    return str(letter["would"])


def test_a_letter_would_tell_what_is_due_in_its_lane(
    lanes: Lanes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless nothing is, or only in the other lane; unless the endpoint rests, or is none."""
    lanes.park(LANE)
    assert would(lanes, capsys) == Effect.NOTHING
    lanes.waits(Lane("acme", 0))
    assert would(lanes, capsys) == Effect.NOTHING
    lanes.waits()
    assert would(lanes, capsys) == Effect.TELL
    resting = EndpointHealth(failures=5, rest_until=int(time.time()) + 600)
    lanes.stack.events.set_health("acme", resting)
    assert would(lanes, capsys) == Effect.NOTHING
    lanes.stack.events.set_health("acme", EndpointHealth())
    lanes.stack.knows(None)
    assert would(lanes, capsys) == Effect.NOTHING
    assert lanes.lying(lanes.source) == []


def test_go_moves_letters_into_their_lanes_and_leaves_what_nobody_reads(
    lanes: Lanes, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person is told that there may be more of a lane."""
    lanes.park(LANE)
    lanes.parked("{}", "acme#0")
    assert lanes.stack("redrive", "events", "--go") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 moved." in told
    assert "1 can't be read and stay where they are." in told
    assert "acme#1 - nothing" in told
    assert "Of a lane ten at most are handed out at a time" in told
    assert lanes.lying(lanes.source) == [(encode_lane(LANE), "acme#1")]
    assert lanes.lying(lanes.dead) == [("{}", "acme#0")]


def test_a_letter_of_the_bus_would_put_what_is_due_there(
    lanes: Lanes, capsys: pytest.CaptureFixture[str]
) -> None:
    """And goes back into a lane of its own."""
    lanes.park(BusLane(3))
    now = int(time.time())
    for number, effect in ((4, Effect.NOTHING), (3, Effect.TELL)):
        due = Unpublished(BusLane(number), now, f"evt_{'a' * 26}_1", "acme", now)
        lanes.stack.dynamodb.transact_write_items(TransactItems=due_puts(EVENTS, (), [due]))
        assert lanes.stack("redrive", "events", "--json") == 0
        (letter,) = printed("redrive", capsys)["letters"]
        assert (letter["lane"], letter["would"]) == ("bus:3", effect)
    assert lanes.stack("redrive", "events", "--go") == 0
    assert lanes.lying(lanes.source) == [(encode_lane(BusLane(3)), "bus:3")]


def test_one_is_shown_by_its_lane(lanes: Lanes, capsys: pytest.CaptureFixture[str]) -> None:
    """And has no payment to explain."""
    lanes.park(LANE)
    assert lanes.stack("dead-letters", "show", "events", "acme#1") == 0
    told = capsys.readouterr().out
    assert "acme#1" in told
    assert "till explain" not in told
    assert lanes.stack("dead-letters", "show", "events", "acme#0") == 3
    assert len(lanes.lying(lanes.dead)) == 1


def test_the_status_is_of_the_payment_and_a_lane_has_none() -> None:
    """A payment that the ledger does not know is unknown."""
    letter = DeadLetter("m", 0, None, "r", "", LANE)
    assert Seen(letter, None, Effect.TELL).status == "-"
    assert Seen(DeadLetter("m", 0, "pay_1", "r", ""), None, Effect.NOTHING).status == "unknown"
