"""When the ledger was last brought back for practice, and found whole."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LastDrill:
    """The last restore drill whose ledger was sound; one for a stack."""

    version: int = 0
    at: int = 0
    """Unix seconds; 0: there was none."""


class DrillStore(Protocol):
    """Where it is kept."""

    def get(self) -> LastDrill:
        """The last one, by a strong read.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...
