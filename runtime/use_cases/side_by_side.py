"""Several things done at a time, each in a thread of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

MOST: Final = 10
"""Threads: as many as a client of the SDK holds connections."""

OneT = TypeVar("OneT")
DoneT = TypeVar("DoneT")


def side_by_side(work: Callable[[OneT], DoneT], all_of: Sequence[OneT]) -> list[DoneT]:
    """What came of each, in order; the first error is raised when all have ended."""
    if len(all_of) < 2:  # noqa: PLR2004 - a thread less.
        return list(map(work, all_of))
    with ThreadPoolExecutor(max_workers=min(len(all_of), MOST)) as pool:
        return list(pool.map(work, all_of))
