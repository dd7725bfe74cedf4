"""The rule of a composite alarm: other alarms' states, joined by AND, OR and NOT.

Amazon CloudWatch API Reference, PutCompositeAlarm, "AlarmRule".
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .alarm_states import State

_STATE: Final = re.compile(r'(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|([^()"]*?))\s*\)')
_WORDS: Final = {"AND": "and", "OR": "or", "NOT": "not", "TRUE": "True", "FALSE": "False"}


@dataclass(frozen=True)
class Rule:
    """One rule, read."""

    names: tuple[str, ...]
    """The alarms that it asks about: names or ARNs, sorted."""
    _asked: tuple[tuple[str, State], ...]
    _tree: ast.expr

    def holds(self, state_of: Callable[[str], State]) -> bool:
        """Whether it is true while the alarms are in these states."""
        return self._true(self._tree, state_of)

    def _true(self, node: ast.AST, state_of: Callable[[str], State]) -> bool:
        match node:
            case ast.Constant(value=bool() as known):
                return known
            case ast.BoolOp(op=ast.And(), values=values):
                return all(self._true(each, state_of) for each in values)
            case ast.BoolOp(op=ast.Or(), values=values):
                return any(self._true(each, state_of) for each in values)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return not self._true(inner, state_of)
            case ast.Name(id=name):
                alarm, state = self._asked[int(name[1:])]
                return state_of(alarm) is state
            case _:
                raise ValueError


def named(text: str) -> set[str]:
    """The alarms that a rule asks about, though it may not be understood."""
    return {quoted or bare for _, quoted, bare in _STATE.findall(text)}


def understood(text: str) -> Rule:
    """The rule that is written there.

    Raises:
        SyntaxError: it is no expression.
        ValueError: it holds something else than states and AND, OR, NOT.
    """
    asked: list[tuple[str, State]] = []

    def placed(found: re.Match[str]) -> str:
        asked.append((found[2] or found[3], State(found[1])))
        return f" s{len(asked) - 1} "

    words = _STATE.sub(placed, text)
    for word, python in _WORDS.items():
        words = re.sub(rf"\b{word}\b", f" {python} ", words)
    if others := set(re.findall(r"[^\s()]+", _STATE.sub(" ", text))) - _WORDS.keys():
        raise ValueError(others.pop())
    tree = ast.parse(" ".join(words.split()), mode="eval").body
    return Rule(tuple(sorted({name for name, _ in asked})), tuple(asked), tree)
