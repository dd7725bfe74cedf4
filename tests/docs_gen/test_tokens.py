"""The page of test tokens is the local PSP's own table."""

import re
from pathlib import Path

from docs_gen.tokens import tokens
from local.psp.behaviours import BEHAVIOURS

PAGE = Path(__file__).parents[2] / "docs" / "test-tokens.md"


def test_the_page_is_made_from_the_table() -> None:
    """`docs/test-tokens.md` is generated; run `make docs` after a change of the behaviours."""
    assert PAGE.read_text() == tokens()


def test_every_token_says_what_happens() -> None:
    """Each behaviour has one row, and none of our own is passed off as a plain payment."""
    rows = dict(re.findall(r"^\| `(pm_\w+)` \| (.+) \|$", tokens(), re.MULTILINE))
    assert rows.keys() == BEHAVIOURS.keys()
    assert [one for one in rows if one.startswith("pm_local_") and rows[one] == "pays"] == []
    assert "insufficient_funds" in rows["pm_card_visa_chargeDeclinedInsufficientFunds"]
