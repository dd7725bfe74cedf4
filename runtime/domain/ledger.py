"""The append-only side: entries, their hash chain, and double-entry postings."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, PrivateAttr

from runtime.contract.schema_versions import ENTRY_SCHEMA

GENESIS: Final = "0" * 64
"""What stands for the hash before the first entry."""


class EntryType(StrEnum):
    """What an entry records."""

    ACCEPTED = "accepted"
    ATTEMPT_STARTED = "attempt_started"
    ATTEMPT_ENDED = "attempt_ended"
    VERIFIED = "verified"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    REVIEW = "review"
    PROPOSED = "proposed"
    RESOLVED = "resolved"
    NOTIFICATION = "notification"
    ERASED = "erased"


class Stamp(NamedTuple):
    """Who wrote, in which request, and when (Unix seconds)."""

    at: int
    actor: str
    request_id: str


class Posting(BaseModel):
    """One leg: `amount` minor units, positive is a debit."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    account: str
    amount: int
    currency: str


class Entry(BaseModel):
    """One line of the ledger; nothing ever changes it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    v: int = ENTRY_SCHEMA
    payment_id: str
    seq: int
    type: EntryType
    at: int
    actor: str
    request_id: str
    data: dict[str, Any]
    """Strings, integers, booleans, lists and maps only: what hashes the same everywhere."""
    postings: tuple[Posting, ...] = ()
    prev_hash: str
    hash: str
    _stored_transition: str | None = PrivateAttr(default=None)

    def renamed(self, transition: str) -> Self:
        """An entry of an earlier schema version, its transition named in today's words."""
        entry = self.model_copy(update={"data": {**self.data, "transition": transition}})
        entry._stored_transition = self.data["transition"]  # noqa: SLF001 - the copy is ours
        return entry

    def as_stored(self) -> dict[str, Any]:
        """The entry as it was written and hashed, in the words of its own version."""
        fields = self.model_dump(mode="json")
        if self._stored_transition is not None:
            fields["data"]["transition"] = self._stored_transition
        return fields


def digest(fields: dict[str, Any]) -> str:
    """Hex sha256 of the fields in canonical form: sorted keys, no white space, UTF-8.

    Without floats this is RFC 8785 for our keys, which are ASCII.
    """
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def expected_hash(entry: Entry) -> str:
    """The hash that the entry must carry, from everything else in it."""
    return digest({name: value for name, value in entry.as_stored().items() if name != "hash"})


def write_entry(
    payment_id: str,
    seq: int,
    kind: EntryType,
    stamp: Stamp,
    data: dict[str, Any],
    *,
    prev_hash: str,
    postings: Iterable[Posting] = (),
) -> Entry:
    """A new entry, chained to the one before it."""
    draft = Entry(
        payment_id=payment_id,
        seq=seq,
        type=kind,
        at=stamp.at,
        actor=stamp.actor,
        request_id=stamp.request_id,
        data=data,
        postings=tuple(postings),
        prev_hash=prev_hash,
        hash="",
    )
    return draft.model_copy(update={"hash": expected_hash(draft)})


def why_undeliverable(entries: Sequence[Entry]) -> str | None:
    """What the latest entry about a mail says why it is so; the row of the payment does not."""
    told = [entry for entry in entries if entry.type is EntryType.NOTIFICATION]
    reason: str | None = told[-1].data.get("reason") if told else None
    return reason


def money_taken(merchant: str, psp: str, amount: int, currency: str) -> tuple[Posting, Posting]:
    """The postings of a payment that succeeded: the PSP owes us, we owe the merchant."""
    return (
        Posting(account=f"psp:{psp}:receivable", amount=amount, currency=currency),
        Posting(account=f"merchant:{merchant}:payable", amount=-amount, currency=currency),
    )


def chain_faults(entries: Sequence[Entry]) -> list[str]:
    """One sentence for each break of the chain, the numbering or the postings."""
    faults = []
    before = GENESIS
    for position, entry in enumerate(entries, start=1):
        where = f"{entry.payment_id} entry {entry.seq}"
        if entry.seq != position:
            faults.append(f"{where}: expected sequence number {position}.")
        if entry.prev_hash != before:
            faults.append(f"{where}: does not follow the entry before it.")
        if entry.hash != expected_hash(entry):
            faults.append(f"{where}: its content does not match its hash.")
        faults.extend(
            f"{where}: postings in {currency} do not sum to zero."
            for currency in {posting.currency for posting in entry.postings}
            if sum(p.amount for p in entry.postings if p.currency == currency)
        )
        before = entry.hash
    return faults
