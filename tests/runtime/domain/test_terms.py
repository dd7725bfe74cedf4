"""What was accepted, against what a row says now."""

from typing import Any

import pytest

from runtime.domain.audit import audit
from runtime.domain.ledger import GENESIS, Entry, EntryType, Stamp, write_entry
from runtime.domain.payment import Payment, Provider, Status
from runtime.domain.private import Sealed
from runtime.domain.terms import (
    IN_A_MAIL,
    NAMES,
    TERMS,
    accepted_terms,
    changed_in_mail,
    changed_terms,
    mail_restored,
    restored,
)
from tests.fakes.payments import ID, Harness

CHANGED: dict[str, Any] = {
    "merchant": "bistro",
    "amount": 9900,
    "currency": "usd",
    "livemode": True,
    "body_hash": "1" * 64,
    "payment_method_digest": {"customer": Sealed("x"), "payment_method": Sealed("another")},
    "provider_ref": {"ref": "pi_other"},
    "provider_charge": {"charge": "ch_other"},
}
"""Term → what a hand writes instead."""


def succeeded() -> tuple[Payment, list[Entry]]:
    """A payment that has all terms."""
    harness = Harness()
    return harness.succeeded(), harness.ledger.lines[ID]


def by_hand(row: Payment, name: str) -> Payment:
    """The row after somebody changed one term; no entry was written."""
    changed = CHANGED[name]
    if name.startswith("provider_") and row.provider:
        return row.model_copy(update={"provider": row.provider.model_copy(update=changed)})
    field = "sealed" if name == "payment_method_digest" else name
    return row.model_copy(update={field: changed})


def test_there_is_a_case_for_each_term() -> None:
    """What is compared is what is tested."""
    assert set(CHANGED) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_term_is_found_and_named(name: str) -> None:
    """By itself, by the audit too, with both values to compare."""
    row, entries = succeeded()
    changed = changed_terms(by_hand(row, name), entries)
    assert [term.name for term in changed] == [name]
    assert (f"{ID}: {changed[0].sentence}.") in audit(by_hand(row, name), entries)
    assert str(changed[0].entry) in changed[0].sentence


@pytest.mark.parametrize("status", Status)
def test_a_row_that_nobody_touched_has_its_terms(status: Status) -> None:
    """In every status."""
    harness = Harness()
    assert changed_terms(harness.in_status(status), harness.ledger.lines[ID]) == []


def test_an_object_that_no_entry_recorded_is_found() -> None:
    """A queued payment has none; one that was claimed can't lose it."""
    harness = Harness()
    queued = harness.accepted()
    other = Provider(name="fake", ref="pi_other", charge="ch_other")
    planted = queued.model_copy(update={"provider": other})
    names = [term.name for term in changed_terms(planted, harness.ledger.lines[ID])]
    assert names == ["provider_ref", "provider_charge"]
    row, entries = succeeded()
    lost = changed_terms(row.model_copy(update={"provider": None}), entries)
    assert [term.name for term in lost] == names


def test_the_first_entry_holds_no_sealed_text() -> None:
    """Only its digest: 64 hex digits."""
    row, entries = succeeded()
    assert accepted_terms(row).keys() == TERMS.keys()
    assert accepted_terms(row).items() <= entries[0].data.items()
    assert len(entries[0].data["payment_method_digest"]) == 64
    assert not any(one.get_secret_value() in str(entries[0].data) for one in row.sealed.values())


@pytest.mark.parametrize(("version", "found"), [(1, []), (2, []), (3, ["payment_method_digest"])])
def test_an_entry_is_asked_for_what_its_version_has(version: int, found: list[str]) -> None:
    """Kept entries without the digest are sound; today's without it is not."""
    row, entries = succeeded()
    data = {k: v for k, v in entries[0].data.items() if k != "payment_method_digest"}
    kept = [entries[0].model_copy(update={"v": version, "data": data}), *entries[1:]]
    assert [term.name for term in changed_terms(row, kept)] == found
    assert [term.name for term in changed_terms(by_hand(row, "amount"), kept)] == ["amount", *found]


def test_without_a_first_entry_nothing_holds() -> None:
    """A row is no witness for itself."""
    assert [term.name for term in changed_terms(succeeded()[0], [])] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_entries_hold_is_restored(name: str) -> None:
    """Everything but what is sealed, of which they hold the digest only."""
    row, entries = succeeded()
    changed = by_hand(row, name)
    mended = changed.model_copy(update=restored(changed, entries))
    assert (mended == row) is (name != "payment_method_digest")


def test_an_object_that_no_entry_recorded_is_taken_off() -> None:
    """It is another payment's: nobody may cancel it in this one's name."""
    harness = Harness()
    queued = harness.accepted()
    planted = queued.model_copy(update={"provider": Provider(name="fake", ref="pi_other")})
    mended = planted.model_copy(update=restored(planted, harness.ledger.lines[ID]))
    assert mended == queued


def test_a_chain_that_does_not_hold_restores_nothing() -> None:
    """An entry that was changed is no better than the row."""
    row, entries = succeeded()
    forged = {**entries[0].data, "amount": 1}
    broken = [entries[0].model_copy(update={"data": forged}), *entries[1:]]
    assert [term.name for term in changed_terms(row, broken)] == ["amount"]
    assert restored(row, broken) == restored(row, []) == {}
    rewritten = [
        write_entry(ID, 1, EntryType.ACCEPTED, Stamp(1, "x", "x"), forged, prev_hash=GENESIS)
    ]
    assert restored(row, rewritten) == {}


def test_a_sentence_quotes_no_more_than_a_line() -> None:
    """A row that a hand changed may hold anything."""
    row, entries = succeeded()
    (term,) = changed_terms(row.model_copy(update={"merchant": "x" * 5_000}), entries)
    assert len(term.sentence) < 300


def test_a_mail_is_compared_with_the_entry_that_owes_it() -> None:
    """A row that nobody touched says what it says; without entries nothing does."""
    row, entries = succeeded()
    assert changed_in_mail(row, entries) == []
    assert mail_restored(row, entries) == row
    names = ["merchant", "amount", "currency", "amount_received", "notification", "outcome"]
    assert [term.name for term in changed_in_mail(row, [])] == names
    assert mail_restored(row, []) == row


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_is_about_what_its_payer_reads(name: str) -> None:
    """The other terms withhold none."""
    row, entries = succeeded()
    changed = [term.name for term in changed_in_mail(by_hand(row, name), entries)]
    assert changed == ([name] if name in IN_A_MAIL else [])


def test_a_method_of_an_old_entry_is_compared_where_it_was_kept() -> None:
    """A term that an entry has is compared, whatever its version; one that it lacks is not."""
    row, (first, *rest) = succeeded()
    changed = by_hand(row, "payment_method_digest")
    old = [first.model_copy(update={"v": 2}), *rest]
    assert [term.name for term in changed_terms(changed, old)] == ["payment_method_digest"]
    bare = {name: value for name, value in first.data.items() if name != "payment_method_digest"}
    lacks = [first.model_copy(update={"v": 2, "data": bare}), *rest]
    assert changed_terms(changed, lacks) == []
    none = {name: value for name, value in first.data.items() if name != "amount"}
    for version in (1, 2, 3):
        without = [first.model_copy(update={"v": version, "data": none}), *rest]
        assert [term.name for term in changed_terms(row, without)] == ["amount"]
    newer = [first.model_copy(update={"data": bare}), *rest]
    assert [term.name for term in changed_terms(row, newer)] == ["payment_method_digest"]


def test_a_ref_counts_only_where_an_attempt_or_a_charge_records_it() -> None:
    """What a check or a resolution mentions beside is no record of the PSP's name for a thing."""
    row, entries = succeeded()
    beside = write_entry(
        ID,
        6,
        EntryType.REVIEW,
        Stamp(1, "x", "x"),
        {"ref": "pi_z", "charge": "ch_z"},
        prev_hash=row.last_hash,
    )
    assert changed_terms(row, [*entries, beside]) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_term_is_restored_to_what_was_written(name: str) -> None:
    """Only fields of the row, and only where the entries have a value; the PSP's names too."""
    row, entries = succeeded()
    back = restored(by_hand(row, name), entries)
    assert set(back) <= set(Payment.model_fields)
    assert back["provider"] == row.provider
    wanted = {} if name.startswith(("provider_", "payment_")) else {name: getattr(row, name)}
    assert {field: value for field, value in back.items() if field != "provider"} == wanted


def test_a_payment_without_an_object_gets_none_back() -> None:
    """Nothing was asked of the PSP, so there is nothing to name; and a row that lost it stays."""
    harness = Harness()
    row = harness.accepted()
    entries = harness.ledger.lines[ID]
    named = row.model_copy(update={"provider": Provider(name="fake", ref="pi_x"), "amount": 1})
    assert restored(named, entries) == {"amount": 2500, "provider": None}
    claimed = Harness()
    lost = claimed.claimed().model_copy(update={"provider": None, "amount": 1})
    assert restored(lost, claimed.ledger.lines[ID]) == {"amount": 2500}


def test_what_the_entries_lack_is_not_restored_to_nothing() -> None:
    """A first entry without the amount says nothing of it; the row keeps its own."""
    row = Harness().accepted()
    lacks = {name: value for name, value in accepted_terms(row).items() if name != "amount"}
    first = write_entry(ID, 1, EntryType.ACCEPTED, Stamp(1, "x", "x"), lacks, prev_hash=GENESIS)
    known = row.model_copy(update={"last_hash": first.hash})
    assert [term.name for term in changed_terms(known, [first])] == ["amount"]
    assert restored(known, [first]) == {}
