"""Predicates: what holds, and that every weak value really does not."""

from typing import Any

import pytest

from policies.pci.framework import predicates
from policies.pci.framework.predicates import (
    Predicate,
    at_least,
    at_most,
    contains,
    equal,
    listed,
    one_of,
)

CONFIG = {"days": 35, "names": ["a", "b"]}
TABLE: list[tuple[Predicate, list[Any]]] = [
    (equal(wanted=True), [True, "true"]),
    (equal(wanted=False), [False, "false"]),
    (equal("ENFORCED"), ["ENFORCED"]),
    (one_of("ERROR", "INFO", counterexamples=("OFF",)), ["ERROR", "INFO"]),
    (listed("names", counterexamples=("c",)), ["a", "b"]),
    (at_least("days", 35), [35, 36.5, "40"]),
    (at_most("days", 35), [0, 35, "12"]),
    (predicates.CUSTOMER_KEY, ["arn:aws:kms:eu-central-1:111122223333:key/x", "alias/payments"]),
    (predicates.NOT_EMPTY, ["x", ["x"], {"a": 1}]),
    (contains("a", "b"), [["b", "c", "a"]]),
]


@pytest.mark.parametrize(("predicate", "good"), TABLE)
def test_what_is_good_holds_and_what_is_weak_does_not(
    predicate: Predicate, good: list[Any]
) -> None:
    """The weak values are what the proof of a rule breaks a stack with."""
    assert predicate.counterexamples
    assert [predicate.holds(value, CONFIG) for value in good] == [True] * len(good)
    assert [predicate.holds(value, CONFIG) for value in predicate.counterexamples] == [False] * len(
        predicate.counterexamples
    )


@pytest.mark.parametrize("odd", [[], {}, "x", True, None, [{}]])
def test_an_odd_shape_holds_nowhere(odd: Any) -> None:
    """A number as a list, a flag as a number: reported, not a crash and not a pass."""
    for predicate in (at_least("days", 35), at_most("days", 35), contains("a"), equal("x1")):
        assert predicate.holds(odd, CONFIG) is False
