"""Commits that wake whoever tells their merchant."""

from runtime.contract.metrics import Metric
from runtime.domain.delivery import bus_lane
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import event_lane
from runtime.use_cases.telling_ledger import TellingLedger
from tests.fakes.endpoint import FakeLanes
from tests.fakes.payments import ID, Harness

LANE = ("acme", event_lane(ID))


def played(*, tells: bool, on_bus: bool = False) -> tuple[Harness, FakeLanes, TellingLedger]:
    """A payment that succeeds, its changes written once more through the ledger under test."""
    harness, lanes = Harness(tells=tells, on_bus=on_bus), FakeLanes()
    harness.succeeded()
    changes = list(harness.ledger.changes)
    harness.ledger.rows.clear()
    harness.ledger.lines.clear()
    ledger = TellingLedger(harness.ledger, lanes, harness.metrics)
    for change in changes:
        if change.before is None:
            assert ledger.create(change) is None
        else:
            ledger.commit(change)
    return harness, lanes, ledger


def test_an_end_wakes_the_lane_once() -> None:
    """With what happened until then: neither acceptance nor a first attempt sends a message."""
    _, lanes, _ = played(tells=True)
    assert lanes.woken == [LANE]


def test_an_end_wakes_the_bus_too() -> None:
    """Where there is one; a failure of one message keeps the other from nothing."""
    _, lanes, _ = played(tells=False, on_bus=True)
    assert lanes.woken == [bus_lane(ID)]
    _, lanes, _ = played(tells=True, on_bus=True)
    assert lanes.woken == [LANE, bus_lane(ID)]


def test_without_an_endpoint_nobody_is_woken() -> None:
    """And nothing is sent."""
    _, lanes, _ = played(tells=False)
    assert lanes.woken == []


def test_a_commit_stands_whatever_becomes_of_the_message() -> None:
    """The sweeper finds what is due."""
    harness, lanes = Harness(tells=True), FakeLanes()
    lanes.fail_next("wake", UnavailableError("no answer"))
    harness.succeeded()
    ledger = TellingLedger(harness.ledger, lanes, harness.metrics)
    last = harness.ledger.changes.pop()
    harness.ledger.rows[ID] = last.before  # type: ignore[assignment]  # It has one.
    harness.ledger.lines[ID] = [
        each for each in harness.ledger.lines[ID] if each.seq < last.entries[0].seq
    ]
    ledger.commit(last)
    assert harness.metrics.counts[Metric.SEND_AFTER_COMMIT_FAILED] == 1
    assert harness.row() == last.after


def test_everything_else_is_the_ledgers() -> None:
    """Rows, entries, due dates and what is due."""
    harness, _, ledger = played(tells=True)
    assert ledger.get(ID) == harness.row()
    assert ledger.entries(ID) == harness.ledger.entries(ID)
    moved = ledger.defer(harness.row(), 7, sweeps=1)
    assert moved is not None
    assert moved.open_shard is not None
    assert list(ledger.due(moved.open_shard, 7, 1)) == [ID]
