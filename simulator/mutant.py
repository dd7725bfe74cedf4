"""What a mutant is."""

from typing import NamedTuple


class Mutant(NamedTuple):
    """A safeguard, and the change that takes it away."""

    safeguard: str
    path: str
    changes: tuple[tuple[str, str], ...]
    """Old and new text; the old occurs exactly once."""
