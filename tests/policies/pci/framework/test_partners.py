"""A partner has an account, somebody who answers for it, and a day."""

import datetime as dt
from typing import Any

import pytest

from policies.pci.framework.partners import expired, mistakes, partners
from policy_proof.resources import TODAY

ACCOUNT = "444455556666"
RIGHT = {"account": ACCOUNT, "owner": "payments", "expires": "2027-01-31"}


def test_a_whole_entry_is_a_partner() -> None:
    """It has expired on the day after its own."""
    (one,) = partners([RIGHT])
    assert (one.account, one.owner, one.expires) == (ACCOUNT, "payments", dt.date(2027, 1, 31))
    assert list(mistakes([RIGHT])) == []
    assert list(expired([RIGHT], one.expires)) == []
    (said,) = expired([RIGHT], one.expires + dt.timedelta(days=1))
    assert said.startswith("partners[0] has expired: let payments review the account")
    assert ACCOUNT not in said


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ({"account": ACCOUNT, "expires": "2027-01-31"}, "owner"),
        ({**RIGHT, "owner": ""}, "owner"),
        ({**RIGHT, "account": "4444"}, "account"),
        ({**RIGHT, "account": 444455556666.0}, "account"),
        ({**RIGHT, "expires": "next year"}, "expires"),
        ({**RIGHT, "since": "2026-01-01"}, "since"),
        (ACCOUNT, ""),
    ],
)
def test_a_wrong_entry_is_named_by_its_place_and_is_no_partner(entry: Any, place: str) -> None:
    """The sentence says what to write, and repeats no value."""
    assert partners([RIGHT, entry]) == partners([RIGHT])
    (said,) = mistakes([RIGHT, entry])
    assert said.startswith(f"partners[1]: {place}")
    assert "Write account (twelve digits as text)" in said
    assert ACCOUNT not in said
    assert list(expired([entry], TODAY + dt.timedelta(days=999))) == []
