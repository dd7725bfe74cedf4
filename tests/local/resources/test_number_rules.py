"""Rules of a number."""

from collections.abc import Mapping
from typing import Any

import pytest

from local.resources.number_rules import fits, words

CASES: tuple[tuple[Mapping[str, Any], list[float], list[float], str], ...] = (
    ({"range": [1, 5]}, [1, 5, 2.5], [0, 6], "a number from 1 to 5"),
    ({"range": [1, None]}, [1, 10**9], [0], "a number of at least 1"),
    ({"range": [None, 5]}, [-9, 5], [6], "a number of at most 5"),
    ({"numbers": [1, 3]}, [1, 3], [2], "1 or 3"),
    (
        {"numbers": [10, 30], "multiple": 60},
        [10, 60, 180],
        [0, 20, 61, -60],
        "10, 30 or a multiple of 60",
    ),
    ({"numbers": [0], "range": [7, 30]}, [0, 7, 30], [1, 6, 31], "0 or a number from 7 to 30"),
    ({}, [-1, 0], [], ""),
)


@pytest.mark.parametrize(("rule", "right", "wrong", "said"), CASES)
def test_a_rule_takes_what_it_says(
    rule: Mapping[str, Any], right: list[float], wrong: list[float], said: str
) -> None:
    """On both sides of its limit, and in words."""
    assert [number for number in right if not fits(rule, number)] == []
    assert [number for number in wrong if fits(rule, number)] == []
    assert words(rule) == said
