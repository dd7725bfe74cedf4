"""The measurement's own parts; the measurement itself is `python -m bench.merchant_limits`."""

from collections import Counter

from rich.console import Console

from bench.merchant_limits import LIFE, LIMITED, WIDE, Seen, table
from runtime.use_cases import know_caller

SEEN = Seen("a loop", (0.010, 0.030, 0.020), Counter({202: 5, 429: 90, 503: 2}))


def test_a_row_has_the_median_the_longest_and_what_became_of_the_loop() -> None:
    """Whatever is not accepted is refused."""
    assert SEEN.row == ("a loop", "20", "30", "5", "92")


def test_the_table_says_what_was_measured() -> None:
    """How many payments, beside how many loops."""
    console = Console(width=120)
    with console.capture() as shown:
        console.print(table([SEEN], 3, 4))
    assert "3 payments of one merchant, beside 4 loops of another" in shown.get()


def test_what_is_compared_is_a_limit_and_as_good_as_none() -> None:
    """And each container has heard of it before the loop begins."""
    assert LIMITED.rate * 100 < WIDE.rate
    assert know_caller.LIFE < LIFE
