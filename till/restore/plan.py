"""Which tables a drill brings back, of which moment, and what they are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from runtime.domain.restore_check import ENTRIES_LATER

SUFFIX: Final = "%Y%m%dt%H%M%Sz"
SUFFIXED: Final = re.compile(r"-\d{8}t\d{6}z$")
"""A table that was itself restored loses its own moment."""


def renamed(table: str, suffix: str) -> str:
    """A restored table's name."""
    return f"{SUFFIXED.sub('', table)}-{suffix}"


class StackTables(NamedTuple):
    """What a drill needs to know of a stack."""

    payments: str
    entries: str
    functions: Mapping[str, str]
    """Handler → function's name."""


@dataclass(frozen=True)
class Plan:
    """Which table is brought back of which moment under which name."""

    payments: str
    entries: str
    at: datetime
    """Of the rows, to the second."""

    @property
    def entries_at(self) -> datetime:
        """Of the entries: a little later, so that no row knows one that is not there."""
        return self.at + timedelta(seconds=ENTRIES_LATER)

    @property
    def new_payments(self) -> str:
        """The new table of rows."""
        return renamed(self.payments, self.suffix)

    @property
    def new_entries(self) -> str:
        """The new table of entries."""
        return renamed(self.entries, self.suffix)

    @property
    def suffix(self) -> str:
        """What the new names end with: the moment."""
        return self.at.astimezone(UTC).strftime(SUFFIX)

    @property
    def steps(self) -> tuple[tuple[str, datetime, str], ...]:
        """Source, moment and target of each table."""
        return (
            (self.payments, self.at, self.new_payments),
            (self.entries, self.entries_at, self.new_entries),
        )
