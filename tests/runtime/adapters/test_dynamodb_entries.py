"""A commit's entries as one item."""

from collections.abc import Callable
from typing import Any

import pytest

from runtime.adapters.dynamodb_entries import commit_item, read_entries
from runtime.adapters.dynamodb_items import to_attribute
from runtime.domain import transitions
from runtime.domain.errors import UnreadableRowError
from runtime.domain.ledger import Entry, chain_faults
from runtime.domain.payment import Check
from tests.fakes.payments import ID, TIMEOUT, TIMING, Harness, paid

Tamper = Callable[[Any], None]


@pytest.fixture
def entries() -> tuple[Entry, ...]:
    """The three of a payment that was charged and verified at once."""
    harness = Harness()
    payment = harness.claimed()
    base = transitions.read_back(payment, TIMEOUT, harness.stamp(), TIMING)
    harness.clock.advance(1)
    passed = (Check(name="status", passed=True),)
    done = transitions.succeed(base, paid(payment), passed, harness.stamp(), TIMING)
    return done.entries


def test_entries_are_read_as_they_were_written(entries: tuple[Entry, ...]) -> None:
    """The models are equal after the round trip, alone and together; their times differ."""
    assert read_entries(commit_item(entries)) == list(entries)
    assert len({entry.at for entry in entries}) == 2
    for entry in entries:
        assert read_entries(commit_item([entry])) == [entry]


def test_a_commit_lies_under_the_number_of_its_first_entry(entries: tuple[Entry, ...]) -> None:
    """So two commits on one version have one key, and one of them is written."""
    item = commit_item(entries)
    assert (item["payment_id"], item["seq"]) == ({"S": ID}, {"N": str(entries[0].seq)})
    assert item["hash"] == {"S": entries[-1].hash}


TAMPERINGS: dict[str, Tamper] = {
    "the first": lambda item: item["data"]["M"].update(outcome={"S": "approved"}),
    "one between": lambda item: item["then"]["L"][0]["M"]["data"]["M"].update(ref={"S": "pi_2"}),
    "the last": lambda item: item["then"]["L"][1]["M"]["postings"]["L"].clear(),
    "the order": lambda item: item["then"]["L"].reverse(),
    "one taken away": lambda item: item["then"]["L"].pop(0),
    "one put in": lambda item: item["then"]["L"].insert(0, item["then"]["L"][0]),
    "who wrote": lambda item: item.update(actor={"S": "somebody"}),
    "the hash": lambda item: item.update(hash={"S": "0" * 64}),
    "what it follows": lambda item: item.update(prev_hash={"S": "0" * 64}),
}


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_change_of_any_entry_breaks_the_chain(entries: tuple[Entry, ...], tamper: Tamper) -> None:
    """Though only the last one's hash is stored: it covers those before it."""
    harness = Harness()
    harness.claimed()
    before = harness.ledger.lines[ID]
    item = commit_item(entries)
    assert chain_faults([*before, *read_entries(item)]) == []
    tamper(item)
    assert chain_faults([*before, *read_entries(item)])


@pytest.mark.parametrize("name", ["seq", "hash", "prev_hash"])
def test_an_entry_that_names_its_own_place_is_refused(
    entries: tuple[Entry, ...], name: str
) -> None:
    """Its place follows from the entry before; another one would be guessed at."""
    item: Any = commit_item(entries)
    item["then"]["L"][0]["M"][name] = item[name]
    with pytest.raises(UnreadableRowError):
        read_entries(item)


@pytest.mark.parametrize(
    "then", ["text", [1], ["text"], [{}, 1], {"a": {}}, [{"surprise": 1}], [{"v": 99}]]
)
def test_what_follows_in_another_form_is_refused(entries: tuple[Entry, ...], then: Any) -> None:
    """The error names the payment, and nothing of what is stored."""
    item = commit_item(entries) | {"then": to_attribute(then)}
    with pytest.raises(UnreadableRowError, match=f"record of {ID} can't be read"):
        read_entries(item)


def test_an_item_without_an_id_is_refused() -> None:
    """Even an item that is not ours at all gives the same error."""
    with pytest.raises(UnreadableRowError, match="without an id"):
        read_entries({})
