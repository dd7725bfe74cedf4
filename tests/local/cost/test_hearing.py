"""Waiting for what a stack writes down; what is heard of one is in test_measured_run.py."""

import pytest

from local.cost.hearing import until
from local.cost.tally import CountError


def test_what_comes_true_is_waited_for() -> None:
    """As often as it takes."""
    answers = [False, False, True]
    until(lambda: answers.pop(0), "there")
    assert answers == []


def test_what_never_comes_is_one_sentence() -> None:
    """With what to do next."""
    with pytest.raises(CountError, match=r"^Not everything was at rest within 0 s: count again\.$"):
        until(lambda: False, "at rest", longest=0)
