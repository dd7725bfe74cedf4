"""Composite alarms: their expression can become true, and is about alarms of this stack."""

from collections.abc import Iterator
from itertools import product
from typing import Final

from pulumi_policy import Severity

from ..framework.alarm_rules import named, understood
from ..framework.alarm_states import State
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import COMPOSITE_ALARM, METRIC_ALARM
from ..framework.values import UNKNOWN

_ALARMS: Final = (METRIC_ALARM, COMPOSITE_ALARM)
_ALL_TRIED: Final = 7


def _may_be_true(stack: Stack, alarm: Resource, config: Config) -> Iterator[Finding]:
    text = alarm.get("alarmRule")
    if text is UNKNOWN and alarm.made_of("alarmRule", *_ALARMS):
        return  # Written of names that are not known yet: judged once they are.
    text = str(alarm.known("alarmRule", ""))
    ours = [each for each in stack.of(*_ALARMS) if each is not alarm]
    for name in named(text):
        if name not in config["external"] and not any(
            each.is_named(name, "arn", "name", "alarmName") for each in ours
        ):
            yield Finding(
                "alarmRule: It asks for an alarm that is not in this stack: name one that is, or "
                "list it in the rule's external."
            )
    try:
        possible = _possible(text)
    except (SyntaxError, ValueError):
        yield Finding("alarmRule: It is not understood: join ALARM(…) by AND, OR and NOT.")
        return
    if not possible:
        yield Finding("alarmRule: It is never true, or always: nobody is called.")


def _possible(text: str) -> bool:
    """Whether some states of the alarms make it true, and others do not.

    Raises:
        SyntaxError: it is no expression.
        ValueError: it holds something else than states and AND, OR, NOT.
    """
    rule = understood(text)
    index = {name: at for at, name in enumerate(rule.names)}
    return {
        rule.holds(lambda name, states=states: states[index[name]])  # type: ignore[misc] # Bound at once.
        for states in _mixtures(len(index))
    } == {True, False}


def _mixtures(count: int) -> Iterator[tuple[State, ...]]:
    """Every mixture of states; of very many alarms, each alone among others that are alike."""
    if count <= _ALL_TRIED:
        yield from product(State, repeat=count)
        return
    for other, state, index in product(State, State, range(count)):
        yield tuple(state if each == index else other for each in range(count))


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
