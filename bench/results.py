"""What a bench measured, as rows that a page, a picture and the next run can read."""

import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, TypeAdapter

from local.program.recorder import ROOT

FOLDER: Final = ROOT / ".local" / "bench"
"""One file for each bench of the last `make bench`."""
PARTS: Final = 5
"""Rounds that payments asked in turn are looked at as."""


class Row(BaseModel):
    """How one side stands to another, over the rounds of one run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bench: str
    what: str
    """The side, and after "beside" what it stands beside."""
    median: float
    lowest: float
    highest: float
    rounds: int
    bound: float
    at_least: bool = False

    @property
    def held(self) -> bool:
        """Whether the median is within what is wanted."""
        return self.median >= self.bound if self.at_least else self.median <= self.bound

    @property
    def wanted(self) -> str:
        """The bound, as a person reads it."""
        return f"{'≥' if self.at_least else '≤'} {self.bound:.2f}"

    @property
    def name(self) -> str:
        """What stays the same from run to run."""
        return f"{self.bench}: {self.what}"

    def worse_than(self, best: "Row") -> bool:
        """Whether no round of this run was as good as the worst round of that one."""
        if self.at_least:
            return self.highest < best.lowest
        return self.lowest > best.highest


ROWS: Final = TypeAdapter(list[Row])


def row(
    bench: str, what: str, shares: Iterable[float], bound: float, *, at_least: bool = False
) -> Row:
    """The row of these shares, one for each round."""
    every = sorted(shares)
    return Row(
        bench=bench,
        what=what,
        median=round(statistics.median(every), 3),
        lowest=round(every[0], 3),
        highest=round(every[-1], 3),
        rounds=len(every),
        bound=bound,
        at_least=at_least,
    )


def in_turn(side: Sequence[float], beside: Sequence[float], parts: int = PARTS) -> list[float]:
    """The ratio of the medians, in each of so many parts of a run that asked in turn."""
    size = len(beside) // parts
    return [
        statistics.median(side[start : start + size])
        / statistics.median(beside[start : start + size])
        for start in range(0, size * parts, size)
    ]


def save(rows: Sequence[Row], folder: Path = FOLDER) -> None:
    """Keep the rows of a bench, in place of its earlier ones."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{rows[0].bench}.json").write_bytes(ROWS.dump_json(list(rows), indent=1) + b"\n")


def saved(folder: Path = FOLDER) -> list[Row]:
    """The rows of every bench, in the order of their names."""
    return [
        each
        for path in sorted(folder.glob("*.json"))
        for each in ROWS.validate_json(path.read_bytes())
    ]
