"""Rules of a text."""

from collections.abc import Mapping
from typing import Any

import pytest

from local.resources.text_rules import fits, words

CASES: tuple[tuple[Mapping[str, Any], list[str], list[str], str], ...] = (
    ({"enum": ["A", "B"]}, ["A"], ["a", ""], "one of A, B"),
    ({"enum": ["A"], "anycase": True}, ["A", "a"], ["b"], "A"),
    ({"length": [1, 3]}, ["a", "abc"], ["", "abcd", "\u00e9\u00e9"], "a text of 1 to 3 characters"),
    ({"length": [0, 3]}, ["", "abc"], ["abcd"], "at most 3 characters"),
    ({"match": ["^[a-z]+$"]}, ["ab"], ["", "a1", "ab\n"], "a text that matches ^[a-z]+$"),
    ({"form": ["json"]}, ["{}"], [""], "JSON"),
    ({"form": ["json"], "empty": True}, ["{}", ""], ["{"], "JSON, or an empty text,"),
    (
        {"or": [{"form": ["arn"]}, {"match": ["^x"]}], "length": [2, 90]},
        ["xy", "arn:aws:s3:::b"],
        ["x", "y"],
        (
            "an ARN (arn:<partition>:<service>:<region>:<account>:<resource>) or a text that"
            " matches ^x and a text of 2 to 90 characters"
        ),
    ),
    ({}, ["", "a"], [], ""),
)


@pytest.mark.parametrize(("rule", "right", "wrong", "said"), CASES)
def test_a_rule_takes_what_it_says(
    rule: Mapping[str, Any], right: list[str], wrong: list[str], said: str
) -> None:
    """On both sides of its limit, and in words."""
    assert [text for text in right if not fits(rule, text)] == []
    assert [text for text in wrong if fits(rule, text)] == []
    assert words(rule) == said
