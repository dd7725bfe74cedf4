"""Entries as items of the `entries` table: one for each commit, since each item is billed.

A commit's entries follow one another and mostly say the same of when, who and for which request.
The item holds the first as it was hashed; of each that follows, what it says otherwise; and the
hash of the last, in which all of them are. Its key is the first one's, so of two commits that go
on from one version DynamoDB lets one be written.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from runtime.adapters.dynamodb_items import from_attribute, to_attribute, unreadable, validated
from runtime.contract.schema_versions import ENTRY_SCHEMA
from runtime.domain.ledger import Entry, expected_hash

if TYPE_CHECKING:
    from runtime.adapters.dynamodb_items import Item

_THEN: Final = "then"
_CHAIN: Final = frozenset({"hash", "prev_hash", "seq"})
"""Fields that follow from the entry before."""
_KNOWN: Final = frozenset({1, 2, 3, ENTRY_SCHEMA})


def commit_item(entries: Sequence[Entry]) -> "Item":
    """The item of one commit's entries, which follow one another; a single one as it was hashed."""
    first, *others = (entry.as_stored() for entry in entries)
    then = [
        {
            name: value
            for name, value in other.items()
            if name not in _CHAIN and value != first[name]
        }
        for other in others
    ]
    fields = {**first, "hash": entries[-1].hash, **({_THEN: then} if then else {})}
    return {name: to_attribute(value) for name, value in fields.items()}


def read_entries(item: Mapping[str, Any]) -> list[Entry]:
    """The entries in an item, oldest first.

    Of those before the last the hash is what their content gives: were one changed, the last
    one's would show it.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    try:
        fields = {name: from_attribute(value) for name, value in item.items()}
        then = fields.pop(_THEN, [])
        if not then:
            return [_today(validated(Entry, fields, _KNOWN))]
        entries = [_hashed({**fields, "hash": ""})]
        for each in then:
            if _CHAIN & each.keys():
                raise unreadable(item)
            before = entries[-1]
            chain = {"seq": before.seq + 1, "prev_hash": before.hash, "hash": ""}
            entries.append(_hashed({**fields, **each, **chain}))
        return [*entries[:-1], entries[-1].model_copy(update={"hash": str(fields["hash"])})]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise unreadable(item) from None


def _hashed(fields: Mapping[str, Any]) -> Entry:
    entry = validated(Entry, fields, _KNOWN)
    return entry.model_copy(update={"hash": expected_hash(entry)})


FIRST_NAMES: Final = {
    "T1": "accept",
    "T2": "claim",
    "T2b": "claim_again",
    "T3": "retry_later",
    "T4": "read_back",
    "T5": "decline",
    "T6": "succeed",
    "T7": "try_again",
    "T8": "fail",
    "T9": "park",
    "T10": "resolve",
    "T11": "cancel",
    "T12": "reopen",
    "T13": "give_up",
}
"""Version 1's codes of the transitions, which stand in entries that are kept for ever."""


def _today(entry: Entry) -> Entry:
    """The entry in today's words; what its hash covers stays as it was stored."""
    kept = entry.data.get("transition")
    if entry.v != 1 or kept not in FIRST_NAMES:
        return entry
    return entry.renamed(FIRST_NAMES[kept])
