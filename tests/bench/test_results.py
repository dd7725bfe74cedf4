"""A row is the median of its rounds, with their spread, and is read as it was kept."""

from pathlib import Path

import pytest

from bench.results import Row, in_turn, row, save, saved


def test_a_row_is_the_median_of_its_rounds() -> None:
    """With the smallest and the largest of them, in whatever order they came."""
    found = row("accept", "ours beside raw", [1.3, 1.1, 1.2], 1.1)
    assert (found.median, found.lowest, found.highest, found.rounds) == (1.2, 1.1, 1.3, 3)
    assert found.name == "accept: ours beside raw"


@pytest.mark.parametrize(
    ("median", "at_least", "held"),
    [(1.1, False, True), (1.2, False, False), (1.1, True, True), (1.0, True, False)],
)
def test_a_bound_is_held_or_missed(median: float, at_least: bool, held: bool) -> None:  # noqa: FBT001 - a case
    """At most, or at least; the bound itself is within."""
    found = row("accept", "ours", [median], 1.1, at_least=at_least)
    assert found.held is held
    assert found.wanted == ("≥ 1.10" if at_least else "≤ 1.10")


@pytest.mark.parametrize(
    ("shares", "at_least", "worse"),
    [
        ([1.4, 1.5], False, True),
        ([1.2, 1.5], False, False),
        ([0.8, 0.9], False, False),
        ([0.8, 0.9], True, True),
        ([0.8, 1.1], True, False),
    ],
)
def test_worse_is_what_has_no_round_as_good_as_the_worst_before(
    shares: list[float],
    at_least: bool,  # noqa: FBT001 - a case
    worse: bool,  # noqa: FBT001 - a case
) -> None:
    """A machine's noise makes rounds differ; only a run beside the other is another ratio."""
    best = row("accept", "ours", [1.0, 1.3], 2, at_least=at_least)
    assert row("accept", "ours", shares, 2, at_least=at_least).worse_than(best) is worse


def test_a_run_in_turn_is_looked_at_in_parts() -> None:
    """Each part has its own ratio of medians; what is left over at the end is left out."""
    side, beside = [2.0, 2.0, 2.0, 3.0, 3.0, 3.0, 9.0], [1.0] * 7
    assert in_turn(side, beside, 2) == [2.0, 3.0]


def test_rows_are_read_as_they_were_kept(tmp_path: Path) -> None:
    """One file for each bench, and the last run of it counts."""
    first, again = (row("b", "x", [share], 1) for share in (1.0, 2.0))
    other = row("a", "y", [1.0], 1, at_least=True)
    for each in (first, other, again):
        save([each], tmp_path / "bench")
    assert saved(tmp_path / "bench") == [other, again]
    assert saved(tmp_path / "none") == []
    assert isinstance(first, Row)
