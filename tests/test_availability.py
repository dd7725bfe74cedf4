"""The arithmetic of docs/availability.md is right."""

import re
from math import prod
from pathlib import Path

PAGE = (Path(__file__).parent.parent / "docs/availability.md").read_text()
ROW = re.compile(r"^\| ([\w ]+) \| ([\d.]+) % \|", re.MULTILINE)
COMMITMENTS = {name: float(percent) / 100 for name, percent in ROW.findall(PAGE)}
MONTH = 30 * 24 * 60
"""Minutes."""


def test_one_try_is_the_product_of_what_it_passes() -> None:
    """The last row is the product of the others, and so are the minutes that may fail."""
    together = COMMITMENTS["together"]
    product = prod(value for name, value in COMMITMENTS.items() if name != "together")
    assert len(COMMITMENTS) == 6
    assert round(product, 5) == together
    assert f"{(1 - product) * MONTH:.1f} minutes of a month may fail" in PAGE
    assert f"one try would be at {product * 0.999:.3%}".replace("%", " %") in PAGE


def test_a_second_try_squares_what_fails() -> None:
    """Where failures are independent."""
    both = (1 - COMMITMENTS["together"]) ** 2
    assert f"both of two tries fail in {both:.5%} of cases".replace("%", " %") in PAGE
    assert f": {1 - both:.5%} are accepted".replace("%", " %") in PAGE


def test_the_longest_stretch_of_one_service_is_its_whole_allowance() -> None:
    """Minutes of a month, for 99.95 %; and what 99.9 % leaves."""
    assert f"at one stretch is {(1 - COMMITMENTS['gateway']) * MONTH:.1f} minutes" in PAGE
    assert f"leaves {0.001 * MONTH:.1f} minutes" in PAGE
