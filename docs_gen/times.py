"""Writes how times stand to each other: `python -m docs_gen.times > docs/times.md`."""

import sys
from collections.abc import Iterator
from typing import Final

from runtime.contract.fixed_times import FIXED
from runtime.contract.named_times import Time
from runtime.contract.time_relations import RELATIONS
from runtime.contract.timing import Timing

_DEFAULTS: Final = Timing()

_BEFORE: Final = """\
# How times stand to each other

Made from `runtime/contract/time_relations.py` by `make docs`; the settings by themselves are in
[environments](environments.md).

In each row the first time is at most the second; the numbers are the defaults, in seconds.
`make preview` and `make up` refuse a stack that breaks a row, and a function whose environment does
so does not start. Both say every row that is broken, with the two numbers and what to change.
Calls of the provider are reckoned with `timing.pspConnect` + `timing.pspRead`, 3 s to start and
5 s to write.

| at most | | as long as | | otherwise | see |
| --- | --: | --- | --: | --- | --- |
"""


def times() -> str:
    """The page `docs/times.md`."""
    return _BEFORE + "".join(f"{row}\n" for row in _rows())


def _rows() -> Iterator[str]:
    for each in RELATIONS:
        cells = (*_cells(each.shorter), *_cells(each.longer), each.otherwise, each.source)
        yield f"| {' | '.join(cells)} |"


def _cells(time: Time) -> tuple[str, str]:
    words = " ".join(
        f"`{word.rstrip(',')}`{',' * word.endswith(',')}" if "." in word else word
        for word in time.name.split()
    )
    return words, f"{time.seconds(_DEFAULTS, FIXED):.12g}"


if __name__ == "__main__":
    sys.stdout.write(times())
