"""Rounds, and how one side stands to another."""

import pytest
from rich.console import Console

from bench.rounds import Taken, Target, WrongResultError, measured, ratios, sure, table

TAKEN = [
    {"ours": Taken(3, 9), "floor": Taken(2, 3)},
    {"ours": Taken(2, 4), "floor": Taken(2, 4)},
    {"ours": Taken(8, 4), "floor": Taken(2, 2)},
]


def test_the_sides_take_turns_and_the_first_rounds_do_not_count() -> None:
    """Whatever else the machine does meets both, and neither is always first."""
    called: list[tuple[str, int]] = []
    sides = {name: lambda number, name=name: called.append((name, number)) for name in "ab"}
    taken = measured(sides, rounds=2, warm=1)
    assert called == [("a", 0), ("b", 0), ("b", 1), ("a", 1), ("a", 2), ("b", 2)]
    assert [set(each) for each in taken] == [{"a", "b"}] * 2


def test_the_median_of_the_ratios_is_shown_with_their_spread() -> None:
    """Not the ratio of medians: both sides of a round met the same machine."""
    time = Target("time", "ours", "floor", 1.2)
    processor = Target("processor time", "ours", "floor", 1.5, processor=True, at_least=True)
    assert ratios(time, TAKEN) == [1, 1.5, 4]
    console = Console(width=160)
    with console.capture() as said:
        console.print(
            table("What", [time, processor, Target("told", "ours", "floor", None)], TAKEN)
        )
    words = " ".join(said.get().split())
    assert "What; 3 rounds" in words
    assert "time │ 1.50 │ 1.00 │ 4.00 │ ≤ 1.20" in words
    assert "processor time │ 2.00 │ 1.00 │ 3.00 │ ≥ 1.50" in words
    assert "told │ 1.50 │ 1.00 │ 4.00 │ │" in words


def test_a_wrong_result_ends_the_measurement() -> None:
    """A side that does not do its work would be a fast one."""
    sure(good=True, otherwise="fine")
    with pytest.raises(WrongResultError, match="3 of 4"):
        sure(good=False, otherwise="3 of 4")
