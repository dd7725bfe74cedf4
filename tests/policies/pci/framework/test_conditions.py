"""Three answers to a condition, depending on what is known of the request."""

from typing import Any

import pytest

from policies.pci.framework.conditions import Holds, holds
from policies.pci.framework.documents import Statement, parse


def when(condition: Any) -> Statement:
    """A statement under a condition."""
    body = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    (found,) = parse({"Statement": body})
    return found


@pytest.mark.parametrize(
    ("condition", "context", "answer"),
    [
        ({}, {}, Holds.SURELY),
        ({"StringEquals": {"a": "x"}}, {}, Holds.MAYBE),
        ({"StringEquals": {"a": "x"}}, {"a": "x"}, Holds.SURELY),
        ({"StringEquals": {"a": "x"}}, {"a": "y"}, Holds.NEVER),
        ({"StringEquals": {"a": "x", "b": "x"}}, {"a": "x"}, Holds.MAYBE),
        ({"StringEquals": {"a": "x", "b": "x"}}, {"a": "y"}, Holds.NEVER),
        ({"StringEquals": {"a": "x"}}, {"a": None}, Holds.NEVER),
        ({"StringNotLike": {"a": "x*"}}, {"a": "xy"}, Holds.NEVER),
        ({"StringNotLike": {"a": "x*"}}, {"a": None}, Holds.SURELY),
        ({"ForAllValues:StringEquals": {"a": "x"}}, {"a": None}, Holds.SURELY),
        ({"ForAnyValue:StringEquals": {"a": "x"}}, {"a": None}, Holds.NEVER),
        ({"DateLessThan": {"a": "2026-01-01T00:00:00Z"}}, {"a": "2025"}, Holds.MAYBE),
        ({"StringEquals": {"a": "${b}"}}, {"a": "x"}, Holds.MAYBE),
        ({"Null": {"a": True}}, {}, Holds.MAYBE),
        ({"Null": {"a": True}}, {"a": None}, Holds.SURELY),
        ({"NumericLessThan": {"a": "ten"}}, {"a": "9"}, Holds.NEVER),
    ],
)
def test_a_condition_holds_surely_maybe_or_never(
    condition: Any, context: Any, answer: Holds
) -> None:
    """One that never holds decides; one that may hold leaves it open."""
    assert holds(when(condition), context) is answer
