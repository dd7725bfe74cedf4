"""Entries are chained, numbered and balanced, and any change shows."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.domain.ledger import (
    GENESIS,
    Entry,
    EntryType,
    Posting,
    Stamp,
    chain_faults,
    digest,
    money_taken,
    write_entry,
)

STAMP = Stamp(at=1_795_341_600, actor="test", request_id="request-1")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


def chain(length: int) -> list[Entry]:
    """Entries that follow one another."""
    entries: list[Entry] = []
    for seq in range(1, length + 1):
        before = entries[-1].hash if entries else GENESIS
        entries.append(
            write_entry("pay_x", seq, EntryType.VERIFIED, STAMP, {"seq": seq}, prev_hash=before)
        )
    return entries


def test_an_untouched_chain_has_no_fault() -> None:
    """What `write_entry` writes passes the check."""
    assert chain_faults(chain(5)) == []


@pytest.mark.fault(
    "F54",
    sees="Nothing",
    does=(
        "No role may: IAM and the table's own policy refuse it; an overwrite breaks the hash chain"
    ),
    person="treats it as an incident: the audit names the entry",
)
@pytest.mark.parametrize(
    "change",
    [
        {"at": 1},
        {"actor": "somebody"},
        {"data": {"seq": 3, "more": True}},
        {"type": EntryType.FAILED},
        {"seq": 7},
        {"prev_hash": GENESIS},
        {"hash": GENESIS},
        {"request_id": ""},
        {"payment_id": "pay_y"},
        {"v": 1},
    ],
)
def test_any_change_of_an_entry_shows(change: dict[str, Any]) -> None:
    """An entry that was overwritten breaks the chain, whatever field was touched."""
    entries = chain(5)
    entries[2] = entries[2].model_copy(update=change)
    assert chain_faults(entries)


def test_a_missing_entry_shows() -> None:
    """Numbers are dense."""
    entries = chain(5)
    del entries[2]
    assert any("expected sequence number 3" in fault for fault in chain_faults(entries))


def test_postings_that_do_not_balance_show() -> None:
    """The legs of an entry sum to zero in each currency."""
    legs = (
        Posting(account="a", amount=5, currency="eur"),
        Posting(account="b", amount=-5, currency="usd"),
    )
    entry = write_entry(
        "pay_x", 1, EntryType.SUCCEEDED, STAMP, {}, prev_hash=GENESIS, postings=legs
    )
    assert len(chain_faults([entry])) == 2


@given(amount=st.integers(min_value=1, max_value=99_999_999))
def test_money_taken_always_balances(amount: int) -> None:
    """A success debits the PSP by what it owes the merchant."""
    legs = money_taken("acme", "stripe", amount, "eur")
    assert sum(leg.amount for leg in legs) == 0
    assert legs[0].account == "psp:stripe:receivable"


@given(fields=st.dictionaries(st.text(max_size=8), json_values, max_size=5))
def test_the_digest_does_not_depend_on_the_order_of_keys(fields: dict[str, Any]) -> None:
    """Equal content has equal hashes, in whatever order it was put together."""
    assert digest(fields) == digest(dict(reversed(fields.items())))


def test_an_entry_of_an_earlier_version_is_hashed_in_its_own_words() -> None:
    """Readers get today's word; the chain is checked over what was stored."""
    stored = write_entry(
        "pay_x", 1, EntryType.ACCEPTED, STAMP, {"transition": "T1"}, prev_hash=GENESIS
    )
    entry = stored.renamed("accept")
    assert entry.data["transition"] == "accept"
    assert entry.as_stored() == stored.as_stored()
    assert chain_faults([entry]) == []


def test_the_digest_is_of_these_very_bytes() -> None:
    """Sorted, without white space, in UTF-8: whoever checks the chain elsewhere gets the same."""
    same = hashlib.sha256('{"a":[1,2],"b":"ü","c":{"d":true}}'.encode()).hexdigest()
    assert digest({"c": {"d": True}, "b": "ü", "a": [1, 2]}) == same


def test_each_break_of_a_chain_is_told_in_its_own_sentence() -> None:
    """An entry of another chain, with the wrong number, whose postings balance in no currency."""
    legs = [
        Posting(account="a", amount=5, currency="eur"),
        Posting(account="b", amount=-5, currency="usd"),
    ]
    alien = write_entry(
        "pay_x", 3, EntryType.VERIFIED, STAMP, {}, prev_hash="1" * 64, postings=legs
    )
    assert sorted(chain_faults([*chain(1), alien])) == [
        "pay_x entry 3: does not follow the entry before it.",
        "pay_x entry 3: expected sequence number 2.",
        "pay_x entry 3: postings in eur do not sum to zero.",
        "pay_x entry 3: postings in usd do not sum to zero.",
    ]


def test_postings_balance_in_each_currency_by_itself() -> None:
    """What sums to zero in euros is no fault beside what does in dollars."""
    legs = [*money_taken("acme", "stripe", 5, "eur"), *money_taken("acme", "stripe", 7, "usd")]
    entry = write_entry("pay_x", 1, EntryType.VERIFIED, STAMP, {}, prev_hash=GENESIS, postings=legs)
    assert chain_faults([entry]) == []


def test_an_entry_is_stored_as_plain_values() -> None:
    """Strings and lists: what a table and a file take as it is."""
    legs = money_taken("acme", "stripe", 5, "eur")
    entry = write_entry("pay_x", 1, EntryType.VERIFIED, STAMP, {}, prev_hash=GENESIS, postings=legs)
    stored = entry.as_stored()
    assert (type(stored["type"]), type(stored["postings"])) == (str, list)
