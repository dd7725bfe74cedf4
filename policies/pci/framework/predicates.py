"""What a property must be: small predicates, each with the values that would break it."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

Config = Mapping[str, Any]


@dataclass(frozen=True)
class Predicate:
    """A predicate on a known value."""

    holds: Callable[[Any, Config], bool]
    counterexamples: tuple[Any, ...]
    """Values that do not hold with the rule's default configuration: the proof's mutants."""


def equal(wanted: Any) -> Predicate:
    """The value is exactly this one; a boolean's text form (`"true"`) counts as the boolean."""
    if isinstance(wanted, bool):
        text = str(wanted).lower()
        return Predicate(lambda value, _: value is wanted or value == text, (not wanted,))
    return Predicate(lambda value, _: value == wanted, (f"not-{wanted}",))


def one_of(*wanted: Any, counterexamples: tuple[Any, ...]) -> Predicate:
    """The value is one of these."""
    return Predicate(lambda value, _: value in wanted, counterexamples)


def listed(key: str, *, counterexamples: tuple[Any, ...]) -> Predicate:
    """The value is in the list that the rule's configuration has at `key`."""
    return Predicate(lambda value, config: value in config[key], counterexamples)


def at_least(key: str, default: float) -> Predicate:
    """A number that is not below the rule's configured bound `key`, `default` unless set."""
    return Predicate(lambda value, config: number(value) >= config[key], (default - 1,))


def at_most(key: str, default: float) -> Predicate:
    """A number from zero up to the rule's configured bound `key`, `default` unless set."""
    return Predicate(lambda value, config: 0 <= number(value) <= config[key], (default + 1, -1))


def number(value: Any) -> float:
    """Text counts as its number, anything else as none at all."""
    try:
        return float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return float("nan")


def _customers(value: Any, _config: Config) -> bool:
    # "aws/sqs" is how a queue would name it; an alias of ours may hold "aws" elsewhere.
    return isinstance(value, str) and bool(value) and "alias/aws/" not in value


CUSTOMER_KEY: Final = Predicate(_customers, ("alias/aws/sqs", ""))
"""A customer-managed key: AWS's own keys (`alias/aws/…`) have a policy that nobody can change."""

NOT_EMPTY: Final = Predicate(lambda value, _: value not in ("", [], {}), ("", []))


UNSET: Final = Predicate(lambda value, _: value in ("", []), ({}, "mutant"))
"""Nothing, however that is written: for a property that must not be used at all."""


def contains(*wanted: Any) -> Predicate:
    """A list that has all of these."""
    return Predicate(lambda value, _: _has(value, wanted), ([],))


def _has(value: Any, wanted: Collection[Any]) -> bool:
    return isinstance(value, list) and set(wanted) <= {each for each in value if _hashable(each)}


def _hashable(value: Any) -> bool:
    return not isinstance(value, (dict, list))


def above_zero(key: str, default: float) -> Predicate:
    """A number above zero, up to the rule's configured bound `key`, `default` unless set."""
    return Predicate(lambda value, config: 0 < number(value) <= config[key], (default + 1, 0, -1))


def like(pattern: str, *, counterexamples: tuple[Any, ...]) -> Predicate:
    """Text that a regular expression matches from end to end."""
    return Predicate(
        lambda value, _: isinstance(value, str) and bool(re.fullmatch(pattern, value)),
        counterexamples,
    )
