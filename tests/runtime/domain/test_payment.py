"""Ids and index keys follow from the payment alone."""

import re

from hypothesis import given
from hypothesis import strategies as st

from runtime.domain.payment import (
    DAY_SHARDS,
    OPEN_SHARDS,
    Attempt,
    created_key,
    day_key,
    day_keys,
    open_shard,
    payment_id,
    reference_key,
)
from tests.fakes.payments import Harness

merchants = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
keys = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=255)


@given(merchant=merchants, key=keys)
def test_an_id_is_stable_and_well_formed(merchant: str, key: str) -> None:
    """The same merchant and key always give the same 30 characters."""
    identifier = payment_id(merchant, key)
    assert re.fullmatch(r"pay_[a-z2-7]{26}", identifier)
    assert identifier == payment_id(merchant, key)


@given(one=st.tuples(merchants, keys), other=st.tuples(merchants, keys))
def test_two_merchants_or_two_keys_never_share_an_id(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    """The id tells merchant and key apart, wherever the border between them lies."""
    assert (payment_id(*one) == payment_id(*other)) == (one == other)


@given(key=keys)
def test_shards_stay_in_their_range(key: str) -> None:
    """Every id has one of the 16 open shards and one of its day's four partitions."""
    identifier = payment_id("acme", key)
    assert 0 <= open_shard(identifier) < OPEN_SHARDS
    assert len(day_keys("acme", "2026-11-22")) == DAY_SHARDS
    assert day_key("acme", 1_795_341_600, identifier) in day_keys("acme", "2026-11-22")


@given(early=st.integers(0, 2**33), later=st.integers(0, 2**33))
def test_created_keys_sort_by_time(early: int, later: int) -> None:
    """An older payment sorts before a newer one."""
    one, two = sorted((early, later))
    assert created_key(one, "pay_z") <= created_key(two, "pay_z")


def test_a_reference_belongs_to_its_merchant() -> None:
    """The same reference of two merchants lies in two partitions."""
    assert reference_key("acme", "order-1") != reference_key("other", "order-1")


def test_only_an_attempt_without_an_end_is_open() -> None:
    """A claimed payment has an open attempt, a waiting one has none."""
    assert Harness().claimed().open_attempt is not None
    assert Harness().waiting().open_attempt is None
    assert Harness().accepted().open_attempt is None


def test_polling_counts_from_the_last_attempt() -> None:
    """Before any attempt it counts from acceptance."""
    harness = Harness()
    payment = harness.accepted()
    assert payment.last_started == payment.created_at
    harness = Harness()
    claimed = harness.claimed()
    assert claimed.last_started == claimed.attempts[-1].started_at


def test_the_partitions_of_stored_rows_never_move() -> None:
    """Rows are found where earlier versions put them: these are their keys, letter by letter."""
    one = "pay_2j3ecg3adt5g3ckiztvxm3m6io"
    assert payment_id("acme", "key-1") == one
    assert open_shard(one) == 1
    assert open_shard("pay_b") == 13
    assert day_key("acme", 1_795_341_600, one) == "acme#2026-11-22#1"
    assert day_keys("acme", "2026-11-22") == [
        "acme#2026-11-22#0",
        "acme#2026-11-22#1",
        "acme#2026-11-22#2",
        "acme#2026-11-22#3",
    ]
    assert created_key(1_795_341_600, one) == f"1795341600#{one}"
    assert created_key(5, one) == f"0000000005#{one}"
    assert reference_key("acme", "order-1") == "acme#order-1"


def test_the_last_attempt_is_the_latest() -> None:
    """Of several, waits count from the last that started."""
    first, second = Attempt(number=1, started_at=10, ended_at=20), Attempt(number=2, started_at=30)
    payment = Harness().accepted().model_copy(update={"attempts": (first, second)})
    assert payment.last_started == 30
    assert payment.open_attempt == second
    assert payment.model_copy(update={"attempts": (second, first)}).open_attempt is None
