"""The rule of a composite alarm is read as CloudWatch reads it."""

import pytest

from policies.pci.framework.alarm_rules import named, understood
from policies.pci.framework.alarm_states import State

RULE = 'ALARM("fast") AND (NOT OK(slow) OR INSUFFICIENT_DATA(arn:aws:cloudwatch:x:1:alarm:other))'


def test_the_alarms_are_named_with_quotes_or_without() -> None:
    """By name or ARN."""
    names = {"fast", "slow", "arn:aws:cloudwatch:x:1:alarm:other"}
    assert named(RULE) == names
    assert set(understood(RULE).names) == names


@pytest.mark.parametrize(
    ("fast", "slow", "true"),
    [(State.ALARM, State.ALARM, True), (State.ALARM, State.OK, False), (State.OK, State.OK, False)],
)
def test_it_holds_for_some_states(fast: State, slow: State, *, true: bool) -> None:
    """NOT binds closer than AND and OR."""
    states = {"fast": fast, "slow": slow}
    assert understood(RULE).holds(lambda name: states.get(name, State.OK)) is true
    assert understood("TRUE").holds(lambda _: State.OK)


@pytest.mark.parametrize("text", ["", "ALARM(a) AND", "ALARM(a) + 1", "HOLD(a)", "s0", "a"])
def test_another_text_is_refused(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises((SyntaxError, ValueError)):
        understood(text).holds(lambda _: State.OK)
