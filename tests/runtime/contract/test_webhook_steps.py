"""The waits between attempts at an endpoint."""

from itertools import pairwise

from runtime.contract.timing import Timing
from runtime.contract.webhook_steps import WEBHOOK_STEPS


def test_the_steps_are_those_of_the_specification() -> None:
    """5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h: each longer than the one before."""
    hours = [2, 5, 10, 14, 20, 24]
    assert (5, 300, 1800, *(3600 * each for each in hours)) == WEBHOOK_STEPS
    assert all(before < after for before, after in pairwise(WEBHOOK_STEPS))
    assert 3 * 86_400 < sum(WEBHOOK_STEPS) < 3.5 * 86_400


def test_a_stack_that_says_nothing_takes_them() -> None:
    """They are a default of its times."""
    assert Timing().webhook_steps == WEBHOOK_STEPS
