"""Patterns of IAM with `*` and `?`: whether two can mean one thing, and whether one holds another.

A pattern may stand on both sides: a statement names `table/*`, and of the table itself no more is
known than how its ARN begins. `[` is a letter here, which `fnmatch` takes for a set.
"""

import re
from functools import lru_cache
from typing import Final

_WILD: Final = frozenset("*?")
_VARIABLE: Final = re.compile(r"\$\{[^}]*\}")
_LITERAL: Final = {"${*}": "*", "${?}": "?", "${$}": "$"}


def opened(text: str) -> str:
    """A pattern with its policy variables as `*`: who asks decides what they become."""
    return _VARIABLE.sub(lambda found: _LITERAL.get(found[0], "*"), text)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    found = "".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in pattern)
    return re.compile(found, re.DOTALL)


@lru_cache(maxsize=65_536)
def overlap(one: str, other: str) -> bool:
    """Whether some text is meant by both patterns."""
    if not _WILD & set(other):
        return bool(_compiled(one).fullmatch(other))
    if not _WILD & set(one):
        return bool(_compiled(other).fullmatch(one))
    # Row by row: `row[j]` says whether what was read of `one` can be what was read of `other`.
    row = [True] + [False] * len(other)
    for j, letter in enumerate(other):
        row[j + 1] = row[j] and letter == "*"
    for mine in one:
        before, row = row, [row[0] and mine == "*"] + [False] * len(other)
        for j, letter in enumerate(other):
            if mine == "*" or letter == "*":
                row[j + 1] = before[j + 1] or row[j] or (mine == letter and before[j])
            else:
                row[j + 1] = before[j] and (mine == letter or "?" in {mine, letter})
    return row[-1]


@lru_cache(maxsize=65_536)
def within(inner: str, outer: str) -> bool:
    """Whether everything that `inner` means is meant by `outer`; no, where that is hard to say."""
    if inner == outer:
        return True
    if "?" in outer and "*" in inner:
        return False
    # `*` and `?` of the inner one are letters that only `*` (or, for one letter, `?`) takes.
    return bool(_compiled(outer).fullmatch(inner))
