"""Questions that many rules ask about the statements of a resource's own policy."""

from typing import Final

from .arns import parsed
from .documents import Condition, Statement

# A request carries these whoever makes it, and their owner can't choose them freely.
NARROWING: Final = frozenset({
    "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
    "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceowner", "aws:sourcevpc",
    "aws:sourcevpce", "kms:calleraccount",
})  # fmt: skip
_EXACT: Final = frozenset({"stringequals", "stringlike", "arnequals", "arnlike",
                           "stringequalsignorecase"})  # fmt: skip


def narrows(condition: Condition, keys: frozenset[str] = NARROWING) -> bool:
    """Whether a condition really binds a request to somebody.

    One of `keys`, an operator that a missing key fails, and no value that stands for everybody.
    """
    return (
        condition.key in keys
        and condition.operator in _EXACT
        and not condition.missing_passes
        and bool(condition.values)
        and not any(_anybody(value) for value in condition.values)
    )


def _anybody(value: str) -> bool:
    """`*`, or an ARN whose account is open."""
    arn = parsed(value)
    if arn is None:
        return value.startswith("arn:") or not value.strip("*?")
    # Buckets and distributions have no account in their ARN; their name is unique.
    return "*" in arn.account or (not arn.account and not arn.resource.strip("*?/"))


def public(statement: Statement) -> bool:
    """Whether anybody at all is allowed something."""
    return (
        statement.allows
        and statement.everybody
        and not any(narrows(each) for each in statement.conditions)
    )


def confused(statement: Statement) -> bool:
    """Whether an AWS service is allowed something on anybody's behalf (the confused deputy)."""
    return (
        statement.allows
        and any(each.kind == "Service" for each in statement.principals)
        and not any(narrows(each) for each in statement.conditions)
    )


def wildcard_actions(statement: Statement) -> bool:
    """Whether it allows actions by a pattern, or all but some."""
    return statement.allows and (
        bool(statement.not_actions) or any("*" in each or "?" in each for each in statement.actions)
    )
