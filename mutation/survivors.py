"""Mutants that nobody can notice, each named with its reason in `survivors.toml` by a person."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from mutation.mutant import Mutant

FILE: Final = Path(__file__).parent / "survivors.toml"


class Named(NamedTuple):
    """The change, as a run prints it."""

    path: str
    function: str
    old: str
    new: str


Reasons = Mapping[Named, str]


def named(mutant: Mutant) -> Named:
    """What a row of the file has to say."""
    return Named(mutant.path, mutant.function, mutant.old, mutant.new)


def read(file: Path = FILE) -> Reasons:
    """The reviewed reasons.

    Raises:
        ValueError: a row lacks its reason, or stands there twice.
    """
    reasons: dict[Named, str] = {}
    for row in tomllib.loads(file.read_text(encoding="utf-8")).get("survivor", []):
        reason = row.pop("reason", "").strip()
        one = Named(**row)
        if not reason or one in reasons:
            raise ValueError(f"{file.name}: {one} has no reason, or stands there twice.")
        reasons[one] = reason
    return reasons


def stale(
    reasons: Reasons, mutants: Iterable[Mutant], fates: Mapping[Mutant, str]
) -> Iterator[str]:
    """Rows that say what is no longer so: an error each."""
    made = {named(mutant) for mutant in mutants}
    for row in reasons:
        if row not in made:
            yield f"no such mutant is made any more; take out the row: {_told(row)}"
    for mutant, by in fates.items():
        if by and named(mutant) in reasons:
            yield f"{by} notices it; take out the row: {_told(named(mutant))}"


def _told(row: Named) -> str:
    return f"{row.path} {row.function}: {row.old}  →  {row.new}"
