"""Whether a condition holds for a request of which only a part is known.

Three answers: a denial counts only where its condition surely holds, a permission everywhere
but where its condition surely fails.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final

from .documents import Condition, Statement
from .globs import opened, within

Context = Mapping[str, str | None]
"""Key, lower case → its value; `None`: the request has no such key. Others are not known."""


class Holds(Enum):
    """What can be said of a condition before there is a request."""

    SURELY = "surely"
    MAYBE = "maybe"
    NEVER = "never"


def _number(compare: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def holds(value: str, wanted: str) -> bool:
        try:
            return compare(float(value), float(wanted))
        except ValueError:
            return False

    return holds


def _like(value: str, wanted: str) -> bool:
    return within(value, opened(wanted))


_OPERATORS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "stringequals": lambda value, wanted: value == wanted,
    "stringequalsignorecase": lambda value, wanted: value.lower() == wanted.lower(),
    "stringlike": _like,
    "arnequals": _like,
    "arnlike": _like,
    "bool": lambda value, wanted: value.lower() == wanted.lower(),
    "numericequals": _number(lambda value, wanted: value == wanted),
    "numericlessthan": _number(lambda value, wanted: value < wanted),
    "numericlessthanequals": _number(lambda value, wanted: value <= wanted),
    "numericgreaterthan": _number(lambda value, wanted: value > wanted),
    "numericgreaterthanequals": _number(lambda value, wanted: value >= wanted),
}
"""Operators that can be answered from two texts; those on dates and addresses may hold."""


def holds(statement: Statement, context: Context) -> Holds:
    """Whether all conditions of a statement hold: they are joined by "and"."""
    found = {_one(each, context) for each in statement.conditions}
    if Holds.NEVER in found:
        return Holds.NEVER
    return Holds.MAYBE if Holds.MAYBE in found else Holds.SURELY


def _one(condition: Condition, context: Context) -> Holds:
    if condition.operator == "null":
        return _absent(condition, context)
    if condition.key not in context:
        return Holds.MAYBE
    value = context[condition.key]
    if value is None:
        return _sure(condition.missing_passes)
    name = condition.operator
    negated = name.replace("not", "", 1)
    operator = _OPERATORS.get(name) or _OPERATORS.get(negated)
    # A variable of the request on the other side is not known either.
    if operator is None or any(opened(each) != each for each in condition.values):
        return Holds.MAYBE
    met = any(operator(value, each) for each in condition.values)
    return _sure(met is (name in _OPERATORS))


def _absent(condition: Condition, context: Context) -> Holds:
    if condition.key not in context:
        return Holds.MAYBE
    missing = "true" if context[condition.key] is None else "false"
    return _sure(any(each.lower() == missing for each in condition.values))


def _sure(met: bool) -> Holds:  # noqa: FBT001 - the one thing it is about
    return Holds.SURELY if met else Holds.NEVER
