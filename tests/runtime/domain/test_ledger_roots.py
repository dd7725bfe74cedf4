"""What a root is made of."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from runtime.domain.ledger import GENESIS
from runtime.domain.ledger_roots import Leaf, Leaves, Root, Stage, day_after, days_from, leaf_of
from tests.fakes.payments import Harness

ROOT = Root(
    ledger="payments",
    day="2026-11-29",
    leaves=(Leaves(day="2026-11-29", stage=Stage.ENDED, payments=1, sha256="b" * 64),),
    previous=GENESIS,
    signed_at=1,
    key="c" * 64,
)


def test_a_leaf_says_where_the_chain_stands_and_nothing_of_the_payer() -> None:
    """One line: id, number and hash of the last entry."""
    harness = Harness()
    row = harness.succeeded()
    line = leaf_of(row).line()
    assert json.loads(line) == {
        "payment_id": row.payment_id,
        "seq": row.version,
        "hash": harness.ledger.lines[row.payment_id][-1].hash,
    }
    assert line.endswith("}\n")


@given(ids=st.lists(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26)))
def test_lines_sort_by_payment(ids: list[str]) -> None:
    """So that one set of leaves has one text."""
    lines = [Leaf(payment_id=each, seq=1, hash="0" * 64).line() for each in ids]
    assert [json.loads(each)["payment_id"] for each in sorted(lines)] == sorted(ids)


def test_the_hash_is_of_everything_in_it() -> None:
    """In canonical form, as anybody makes it: sorted keys, no white space."""
    fields = ROOT.model_dump(mode="json")
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    assert ROOT.hash == hashlib.sha256(text.encode()).hexdigest()
    for name, value in {"ledger": "x", "previous": "a" * 64, "signed_at": 2, "leaves": ()}.items():
        assert ROOT.model_copy(update={name: value}).hash != ROOT.hash


@pytest.mark.parametrize(
    ("name", "value"), [("v", 2), ("day", "2026-1-1"), ("previous", "x"), ("more", 1)]
)
def test_what_this_version_does_not_know_is_no_root(name: str, value: object) -> None:
    """It is not guessed at."""
    with pytest.raises(ValidationError):
        Root.model_validate({**ROOT.model_dump(), name: value})


def test_days_go_over_the_ends_of_months_and_years() -> None:
    """Both ends included; none from a later to an earlier day."""
    assert list(days_from("2026-12-30", "2027-01-01")) == ["2026-12-30", "2026-12-31", "2027-01-01"]
    assert list(days_from("2027-01-01", "2026-12-31")) == []
    assert (day_after("2028-02-28"), day_after("2027-01-01", -1)) == ("2028-02-29", "2026-12-31")
