"""Metric math, as far as alarms here need it: arithmetic, comparisons and a few functions.

Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

Point = float | None

_BINARY: Final[Mapping[type[ast.AST], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_OVER_ALL: Final[Mapping[str, Callable[[list[float]], float]]] = {
    "SUM": sum,
    "MAX": max,
    "MIN": min,
    "AVG": lambda values: sum(values) / len(values),
}
_WORDS: Final = (("&&", " and "), ("||", " or "), (r"\bAND\b", " and "), (r"\bOR\b", " or "))


class ExpressionError(Exception):
    """An expression that is not understood here."""


def value(expression: str, points: Mapping[str, Point]) -> Point:
    """The value at one moment, from the values of the metrics by their ids.

    Raises:
        ExpressionError: it is not understood.
    """
    found: Point | list[Point] = _value(_tree(expression), points)
    if isinstance(found, list):
        raise ExpressionError
    return found


def ids(expression: str) -> frozenset[str]:
    """What it is made of: ids of metrics and of other expressions.

    Raises:
        ExpressionError: it is not understood.
    """
    found = list(ast.walk(_tree(expression)))
    called = {id(each.func) for each in found if isinstance(each, ast.Call)}
    return frozenset(
        each.id for each in found if isinstance(each, ast.Name) and id(each) not in called
    )


@lru_cache(maxsize=256)
def _tree(expression: str) -> ast.expr:
    text = expression.strip().replace("^", "**")
    for written, word in _WORDS:
        text = re.sub(written if written.startswith(r"\b") else re.escape(written), word, text)
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        raise ExpressionError from None


def _value(node: ast.AST, points: Mapping[str, Point]) -> Any:  # noqa: PLR0911 - one for each kind of node
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in points:
            return points[name]
        case ast.List(elts=items):
            return [_value(each, points) for each in items]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            found = _value(inner, points)
            return None if found is None else -found
        case ast.BinOp(left=left, op=how, right=right):
            return _joined(how, _value(left, points), _value(right, points))
        case ast.Compare(left=left, ops=[how], comparators=[right]):
            return _joined(how, _value(left, points), _value(right, points))
        case ast.BoolOp(op=ast.And() | ast.Or() as how, values=values):
            found = [_value(each, points) for each in values]
            known = [bool(each) for each in found if each is not None]
            return float((all if isinstance(how, ast.And) else any)(known)) if known else None
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _called(name.upper(), arguments, points)
        case _:
            raise ExpressionError


def _joined(how: ast.AST, left: Any, right: Any) -> Point:
    if type(how) not in _BINARY or isinstance(left, list) or isinstance(right, list):
        raise ExpressionError
    if left is None or right is None:
        return None
    try:
        return float(_BINARY[type(how)](left, right))
    except (ZeroDivisionError, OverflowError):
        # CloudWatch drops a point that is divided by zero.
        return None


def _called(  # noqa: PLR0911 - one for each function
    name: str, arguments: list[ast.expr], points: Mapping[str, Point]
) -> Any:
    values = list(points.values())
    if name == "METRICS" and not arguments:
        return values
    given = [_value(each, points) for each in arguments]
    match name, given:
        case "FILL", [None, None | float() as other]:
            return other
        case "FILL", [found, None | float()]:
            return found
        case "IF", [None, _] | [None, _, _]:
            return None
        case "IF", [condition, first]:
            return first if condition else None
        case "IF", [condition, first, second]:
            return first if condition else second
        case "ABS" | "CEIL" | "FLOOR", [found]:
            return None if found is None else abs(found)
        case (("SUM" | "MAX" | "MIN" | "AVG"), [list() as several]):
            known = [each for each in several if each is not None]
            return _OVER_ALL[name](known) if known else None
        case _:
            raise ExpressionError
