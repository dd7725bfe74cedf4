"""Items of the table of events: each says again what was written, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.adapters.dynamodb_event_items import (
    due_item,
    health_item,
    read_due,
    read_health,
    read_told,
    told_item,
)
from runtime.domain.delivery import KEPT, DeliveryStatus, Due, EndpointHealth, Lane, became
from runtime.domain.errors import UnreadableRowError

LANE = Lane("acme", 1)
DUE = Due(LANE, 1_795_341_605, "evt_a_1", "payment.accepted", 1_795_341_600, 2)
TIMES = st.integers(1_767_225_600, 9_999_999_999)


@given(due_at=TIMES, at=TIMES, attempts=st.integers(0, 10))
def test_what_is_due_is_read_as_it_was_written(due_at: int, at: int, attempts: int) -> None:
    """In its lane, under its time."""
    due = DUE._replace(due_at=due_at, at=at, attempts=attempts)
    assert read_due(LANE, due_item(due)) == due


@given(
    status=st.sampled_from(DeliveryStatus),
    attempts=st.integers(0, 10),
    next_at=st.none() | TIMES,
    last_at=st.none() | TIMES,
    answer=st.none() | st.sampled_from(["204", "timeout"]),
)
def test_what_became_is_read_as_it_was_written(
    status: DeliveryStatus,
    attempts: int,
    next_at: int | None,
    last_at: int | None,
    answer: str | None,
) -> None:
    """Whatever it was."""
    facts = {"attempts": attempts, "next_at": next_at, "last_at": last_at, "answer": answer}
    told = became(DUE, status, **facts)
    assert read_told(told_item("acme", told)) == told


def test_an_endpoints_health_is_read_as_it_was_written() -> None:
    """With and without a pause."""
    for health in (EndpointHealth(3, 1), EndpointHealth(9, 1, 4, 60, 50)):
        assert read_health(health_item("acme", health)) == health


def test_an_item_lives_for_thirty_days_from_its_event() -> None:
    """In the attribute that the table's time to live names."""
    told = became(DUE, DeliveryStatus.DELIVERED)
    for item in (due_item(DUE), told_item("acme", told)):
        assert item["expires_at"] == {"N": str(DUE.at + KEPT)}
    assert "expires_at" not in health_item("acme", EndpointHealth(1, 1))


def test_keys_are_small_and_sort_by_time() -> None:
    """A lane's oldest is first; what became of an event lies in its day."""
    assert due_item(DUE)["pk"] == {"S": "due#acme#1"}
    assert due_item(DUE)["sk"] == {"S": "1795341605#evt_a_1"}
    told = told_item("acme", became(DUE, DeliveryStatus.DELIVERED))
    assert (told["pk"], told["sk"]) == (
        {"S": "told#acme#2026-11-22"},
        {"S": "1795341600#evt_a_1"},
    )


@pytest.mark.parametrize(
    "change",
    [{"v": {"N": "2"}}, {"v": {"S": "1"}}, {"attempts": {"SS": ["1"]}}, {"sk": {"S": "x#evt"}}],
    ids=["a newer version", "no number", "an odd attribute", "no time"],
)
def test_what_is_not_ours_is_not_read(change: dict[str, dict[str, object]]) -> None:
    """The error names the key and nothing else."""
    with pytest.raises(UnreadableRowError, match="of the table of events can't be read"):
        read_due(LANE, {**due_item(DUE), **change})


def test_an_item_without_a_field_is_not_read() -> None:
    """Nor one with a field that nobody knows."""
    item = due_item(DUE)
    del item["type"]
    with pytest.raises(UnreadableRowError):
        read_due(LANE, item)
    told = told_item("acme", became(DUE, DeliveryStatus.DELIVERED))
    for change in ({"status": {"S": "lost"}}, {"more": {"S": "x"}}):
        with pytest.raises(UnreadableRowError):
            read_told({**told, **change})
    with pytest.raises(UnreadableRowError):
        read_health({**health_item("acme", EndpointHealth(1, 1)), "more": {"N": "1"}})
