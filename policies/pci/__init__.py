"""The rules, by topic."""

from typing import Final

from . import dead_letters, queues, tagging
from ._kernel.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    *tagging.RULES,
    *queues.RULES,
    *dead_letters.RULES,
)
"""Every rule of the pack, topic by topic."""
