"""One mutant written by hand."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from local.policy_check.analyzer import Declared

Watched = tuple[str, str, str]
"""Rule, type, path."""


class MadeOf(NamedTuple):
    """In place of a value: an output of the resource with this name, not known yet."""

    name: str


class Row(NamedTuple):
    """A change of the first resource of a type, or more."""

    rule: str
    """It must report the change."""
    type: str
    path: str
    """The watched property that it proves."""
    values: Mapping[str, Any]
    """Path → value, `DROP` for none."""
    scenario: str = "prod"
    """Our full stack, or the small one."""
    name: str = ""
    """How the resource's name ends, where it is not the first of its type."""
    add: tuple[Declared, ...] = ()
    without: frozenset[tuple[str, str]] = frozenset()
    """Type and name of resources that are gone."""
