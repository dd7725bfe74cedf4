"""Rounds in which each side does the same in turn, and how one side stands to another."""

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from bench.results import row, save
from bench.side_by_side import columns

ROUNDS: Final = 7
WARM: Final = 2
"""Rounds before them, which are not counted."""


class Taken(NamedTuple):
    """What a side took in one round, in seconds."""

    time: float
    processor: float
    """All threads of this process."""


class Target(NamedTuple):
    """A share of one side's time, or of its processor time, in another's."""

    what: str
    side: str
    beside: str
    bound: float | None
    processor: bool = False
    at_least: bool = False


class WrongResultError(Exception):
    """What was measured is not what it should be."""


def sure(good: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition.
    """What is measured is what it should be.

    Raises:
        WrongResultError: it is not.
    """
    if not good:
        raise WrongResultError(otherwise)


def rounds_asked(prog: str, description: str | None) -> int:
    """How many rounds the command line asks for."""
    parser = argparse.ArgumentParser(prog=f"python -m {prog}", description=description)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    return int(parser.parse_args().rounds)


def in_turn(names: Iterable[str], number: int) -> list[str]:
    """Who is first in a round is last in the next."""
    return sorted(names, reverse=bool(number % 2))


def measured(
    sides: Mapping[str, Callable[[int], object]], rounds: int = ROUNDS, warm: int = WARM
) -> list[dict[str, Taken]]:
    """What each side took in each round; a side is told the round's number."""
    found = []
    for number in range(warm + rounds):
        taken = {}
        for name in in_turn(sides, number):
            began, worked = time.perf_counter(), time.process_time()
            sides[name](number)
            taken[name] = Taken(time.perf_counter() - began, time.process_time() - worked)
        found.append(taken)
    return found[warm:]


def ratios(target: Target, taken: Sequence[Mapping[str, Taken]]) -> list[float]:
    """The share in each round, the smallest first."""
    field = int(target.processor)
    return sorted(each[target.side][field] / each[target.beside][field] for each in taken)


def tell(
    bench: str, title: str, targets: Sequence[Target], taken: Sequence[Mapping[str, Taken]]
) -> None:
    """Print the table; what a whole measurement says of its bounds is kept for the report."""
    Console().print(table(title, targets, taken))
    if len(taken) >= ROUNDS:
        save(
            [
                row(bench, each.what, ratios(each, taken), each.bound, at_least=each.at_least)
                for each in targets
                if each.bound is not None
            ]
        )


def table(title: str, targets: Sequence[Target], taken: Sequence[Mapping[str, Taken]]) -> Table:
    """A row for each target: the median of the rounds, their spread, and what is wanted."""
    found = Table(title=f"{title}; {len(taken)} rounds, each side in turn")
    columns(found, "", "median", "from", "to", "wanted")
    for each in targets:
        shares = ratios(each, taken)
        numbers = (statistics.median(shares), shares[0], shares[-1])
        sign = "≥" if each.at_least else "≤"
        wanted = "" if each.bound is None else f"{sign} {each.bound:.2f}"
        found.add_row(each.what, *(f"{number:.2f}" for number in numbers), wanted)
    return found
