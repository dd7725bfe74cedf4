"""Composite alarms: their expression can become true, and is about alarms of this stack."""

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import COMPOSITE_ALARM, METRIC_ALARM
from ..framework.values import UNKNOWN

_ALARMS: Final = (METRIC_ALARM, COMPOSITE_ALARM)
_STATE: Final = re.compile(r'(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|([^()"]*?))\s*\)')
_STATES: Final = ("ALARM", "OK", "INSUFFICIENT_DATA")
_ALL_TRIED: Final = 7


def _may_be_true(stack: Stack, alarm: Resource, config: Config) -> Iterator[Finding]:
    text = alarm.get("alarmRule")
    if text is UNKNOWN and alarm.made_of("alarmRule", *_ALARMS):
        return  # Written of names that are not known yet: judged once they are.
    text = str(alarm.known("alarmRule", ""))
    named = {quoted or bare for _, quoted, bare in _STATE.findall(text)}
    ours = [each for each in stack.of(*_ALARMS) if each is not alarm]
    for name in named:
        if name not in config["external"] and not any(
            each.is_named(name, "arn", "name", "alarmName") for each in ours
        ):
            yield Finding(
                "alarmRule: It asks for an alarm that is not in this stack: name one that is, or "
                "list it in the rule's external."
            )
    try:
        possible = _possible(text, sorted(named))
    except (SyntaxError, ValueError):
        yield Finding("alarmRule: It is not understood: join ALARM(…) by AND, OR and NOT.")
        return
    if not possible:
        yield Finding("alarmRule: It is never true, or always: nobody is called.")


def _possible(text: str, names: Sequence[str]) -> bool:
    """Whether some states of the alarms make it true, and others do not.

    Raises:
        SyntaxError: it is no expression.
        ValueError: it holds something else than states and AND, OR, NOT.
    """
    numbers = {name: index for index, name in enumerate(names)}

    def asked(found: re.Match[str]) -> str:
        return f"(s{numbers[found[2] or found[3]]} == {_STATES.index(found[1])})"

    words = _STATE.sub(asked, text)
    for word in ("AND", "OR", "NOT", "TRUE", "FALSE"):
        python = word.title() if word in ("TRUE", "FALSE") else word.lower()
        words = re.sub(rf"\b{word}\b", f" {python} ", words)
    tree = ast.parse(" ".join(words.split()), mode="eval").body
    return {_true(tree, states) for states in _mixtures(len(names))} == {True, False}


def _mixtures(count: int) -> Iterator[tuple[int, ...]]:
    """Every mixture of states; of very many alarms, each alone among others that are alike."""
    kinds = range(len(_STATES))
    if count <= _ALL_TRIED:
        yield from product(kinds, repeat=count)
        return
    for other, state, index in product(kinds, kinds, range(count)):
        yield tuple(state if each == index else other for each in range(count))


def _true(node: ast.AST, states: tuple[int, ...]) -> bool:
    match node:
        case ast.Constant(value=bool() as known):
            return known
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_true(each, states) for each in values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_true(each, states) for each in values)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not _true(inner, states)
        case ast.Compare(left=ast.Name(id=name), comparators=[ast.Constant(value=int() as state)]):
            return states[int(name[1:])] == state
        case _:
            raise ValueError


COMPOSITE_CAN_RING: Final = Rule(
    number="52e",
    name="composite-alarm-can-ring",
    description="A composite alarm becomes true when the alarms of this stack that it names ring.",
    severity=Severity.MEDIUM,
    pci=("10.7.2",),
    subjects=(COMPOSITE_ALARM,),
    stack=_may_be_true,
    watches={COMPOSITE_ALARM: {"alarmRule": _ALARMS}},
    config={"external": []},
)

RULES: Final = (COMPOSITE_CAN_RING,)
