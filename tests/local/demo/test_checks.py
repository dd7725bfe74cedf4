"""What the demo holds its stack to, and what a person sees of it."""

import io

from rich.console import Console

from local.demo.checks import Checks
from local.demo.report import Screen


def test_a_broken_check_is_shown_and_counted() -> None:
    """A check that fails is red at once and is remembered; one that holds is only counted."""
    out = io.StringIO()
    checks = Checks(Screen(Console(file=out, width=100)))
    checks.that("the sun rises", holds=True)
    checks.that("pigs fly", holds=False, instead="they walk")
    assert (checks.held, checks.broken) == (1, ["pigs fly"])
    assert out.getvalue() == "✗ pigs fly they walk\n"
