"""Rights that nothing was seen to use and that stay, each with its reason."""

import tomllib
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, NamedTuple

from local.rights.granted import Right

FILE: Final = Path(__file__).with_name("reviewed.toml")


class Row(NamedTuple):
    """What is kept, by roles, actions and the end of the resource, and why."""

    roles: Sequence[str]
    """As the program names them, without project and stack."""
    actions: Sequence[str]
    resource: str
    reason: str

    def is_about(self, right: Right) -> bool:
        """Whether the right is one of these; `*` stands for anything."""
        return (
            any(fnmatchcase(right.role, f"*-{role}") for role in self.roles)
            and right.action in self.actions
            and fnmatchcase(right.resource, f"*{self.resource}")
        )


class Verdict(NamedTuple):
    """Granted minus used."""

    kept: list[tuple[Right, Row]]
    spare: list[Right]
    """Without a row: they go, or get one."""
    stale: list[Row]
    """Rows without a right: they go."""


def rows(file: Path = FILE) -> list[Row]:
    """The table."""
    return [Row(**row) for row in tomllib.loads(file.read_text())["kept"]]


def judge(granted: Iterable[Right], used: Iterable[Right], table: Sequence[Row]) -> Verdict:
    """What is granted and not used, against the table."""
    seen = set(used)
    left = [right for right in dict.fromkeys(granted) if not _is_used(right, seen)]
    about = {right: next((row for row in table if row.is_about(right)), None) for right in left}
    found = {id(row) for row in about.values()}
    return Verdict(
        kept=[(right, row) for right, row in about.items() if row],
        spare=[right for right, row in about.items() if row is None],
        stale=[row for row in table if id(row) not in found],
    )


def _is_used(right: Right, used: set[Right]) -> bool:
    if right in used or not right.resource.endswith("*"):
        return right in used
    return any(
        each._replace(resource=right.resource) == right
        for each in used
        if fnmatchcase(each.resource, right.resource)
    )
