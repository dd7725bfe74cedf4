"""The rule of a number, from the real provider's answers: each boundary is asked on both sides."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from local.resources.number_rules import fits
from truth.corpus import NUMBERS
from truth.plugin import Said

Ask = Callable[[int], Sequence[Said]]
_STEP: Final = 60
"""What a period is a multiple of."""
_RUN: Final = 6
"""A longer series of neighbours is a range."""


def number_rule(ask: Ask, *, brief: bool = False) -> tuple[Mapping[str, Any], Sequence[int]]:
    """The rule, and the numbers of which it says something else than the provider."""
    numbers = (*NUMBERS[::40], *range(-2, 5)) if brief else NUMBERS
    answers = {number: ask(number) for number in numbers}
    if not any(answers.values()):
        return {}, []
    for number in _named(
        {f"{one.summary} {one.detail}" for said in answers.values() for one in said}
    ):
        answers.update(
            {at: ask(at) for at in (number - 1, number, number + 1) if at not in answers}
        )
    for low, high in pairwise(sorted(answers)):
        _narrow(ask, answers, low, high)
    rule = _rule(answers)
    return rule, [number for number, said in answers.items() if fits(rule, number) == bool(said)]


def _named(words: set[str]) -> set[int]:
    """The numbers in the provider's messages, but not those that it was asked about."""
    said = (re.sub(r"got:? .*", "", word) for word in words)
    return {int(number) for word in said for number in re.findall(r"(?<![\w.])-?\d+\b", word)}


def _narrow(ask: Ask, answers: dict[int, Sequence[Said]], low: int, high: int) -> None:
    """Ask between two numbers of which one is taken and one is not, until they are neighbours."""
    while high - low > 1 and bool(answers[low]) != bool(answers[high]):
        middle = (low + high) // 2
        answers[middle] = ask(middle)
        low, high = (middle, high) if bool(answers[middle]) == bool(answers[low]) else (low, middle)


def _rule(answers: Mapping[int, Sequence[Said]]) -> dict[str, Any]:
    numbers = sorted(answers)
    taken = [number for number in numbers if not answers[number]]
    if not taken:
        return {"unset": True}
    if all(not answers[n] for n in numbers if taken[0] <= n <= taken[-1]):
        low = None if taken[0] == numbers[0] else taken[0]
        high = None if taken[-1] == numbers[-1] else taken[-1]
        return {"range": [low, high]}
    if all(not answers[n] for n in numbers if n > 0 and n % _STEP == 0):
        return {"numbers": [n for n in taken if n % _STEP or n <= 0], "multiple": _STEP}
    low, high = max(_runs(taken), key=lambda run: run[1] - run[0])
    if high - low < _RUN:
        return {"numbers": taken}
    return {"numbers": [n for n in taken if not low <= n <= high], "range": [low, high]}


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each series of neighbours."""
    first = before = numbers[0]
    for number in (*numbers[1:], None):
        if number is None or number != before + 1:
            yield first, before
            first = number or 0
        before = number or 0
