"""The table of payment methods, and what its docstring says of it."""

import re

from local.psp import behaviours
from local.psp.behaviours import BEHAVIOURS, Landing


def test_every_lie_is_in_the_documented_table() -> None:
    """The docstring's rows are exactly the `pm_local_` tokens."""
    documented = set(re.findall(r"^\| `(\w+)` ", behaviours.__doc__ or "", re.MULTILINE))
    assert {f"pm_local_{name}" for name in documented} == {
        token for token in BEHAVIOURS if token.startswith("pm_local_")
    }


def test_a_late_charge_is_one_without_an_answer() -> None:
    """A charge that lands later is never announced by the confirm itself, which may deny it."""
    late = [each for each in BEHAVIOURS.values() if each.landing is not Landing.NOW]
    assert late
    assert all(each.decline or each.answer is behaviours.ConfirmResult.NOTHING for each in late)
