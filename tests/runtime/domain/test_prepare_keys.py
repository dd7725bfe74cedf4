"""How many keys a payment may use."""

import pytest

from runtime.contract.timing import Timing
from runtime.domain.prepare_keys import allowed_keys


@pytest.mark.parametrize(
    ("elapsed", "keys"),
    [(-30, 1), (0, 2), (59, 2), (60, 3), (599, 3), (600, 4), (3_599, 4), (3_600, 5), (7_200, 6)],
)
def test_keys_come_slowly(elapsed: int, keys: int) -> None:
    """A second at once, one more after a minute, after ten and each hour; a clock may go back."""
    assert allowed_keys(elapsed) == keys


def test_a_payment_uses_at_most_23_keys() -> None:
    """That many before its window closes, so that many objects may be left over."""
    assert allowed_keys(Timing().charge_window - 1) == 23


def test_a_clock_that_runs_behind_takes_no_key_away() -> None:
    """Before its acceptance, as some clock has it, a payment has its first key."""
    assert allowed_keys(-5_000) == 1
