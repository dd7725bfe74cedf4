"""The accepted terms: what the first entry says was asked for, and where a row says otherwise.

The row is what is charged, and a hand can change it; an entry is for ever. Pure.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from runtime.domain.ledger import Entry, EntryType, chain_faults
from runtime.domain.payment import Payment
from runtime.domain.private import Sealed

LONGEST: Final = 80
"""Characters of a value that a sentence quotes: a changed row may hold anything."""


def _method_digest(row: Payment) -> str:
    sealed = row.sealed.get("payment_method", Sealed("")).get_secret_value()
    return hashlib.sha256(sealed.encode()).hexdigest()


TERMS: Final[Mapping[str, Callable[[Payment], Any]]] = {
    "merchant": lambda row: row.merchant,
    "amount": lambda row: row.amount,
    "currency": lambda row: row.currency,
    "livemode": lambda row: row.livemode,
    "body_hash": lambda row: row.body_hash,
    "payment_method_digest": _method_digest,
}
"""Name in the first entry → what the row says of it. The digest is of the sealed text, so it
tells nothing of what is sealed."""

SINCE: Final = {"payment_method_digest": 3}
"""Terms that entries of an earlier schema version lack: such entries are compared on the rest."""

NAMES: Final = (*TERMS, "provider_ref", "provider_charge")

IN_A_MAIL: Final = ("merchant", "amount", "currency")
"""Terms that a payer reads."""


class ChangedTerm(NamedTuple):
    """One term that the row has otherwise than the entries."""

    name: str
    row: Any
    entry: Any

    @property
    def sentence(self) -> str:
        """Both values, for a person who compares them."""
        found, written = (str(value)[:LONGEST] for value in (self.row, self.entry))
        return f"{self.name}: the row says {found}, the entries say {written}"


def accepted_terms(row: Payment) -> dict[str, Any]:
    """What the first entry keeps."""
    return {name: read(row) for name, read in TERMS.items()}


def known_to(row: Payment, entries: Sequence[Entry]) -> list[Entry]:
    """The entries up to the row's version: newer ones are of a worker that was faster."""
    return [entry for entry in entries if entry.seq <= row.version]


def changed_terms(payment: Payment, entries: Sequence[Entry]) -> list[ChangedTerm]:
    """Every term in which the row is not what its entries say.

    Args:
        payment: the row.
        entries: oldest first, up to the row's version.
    """
    first = {**entries[0].data, **_erased(entries)} if entries else {}
    version = entries[0].v if entries else max(SINCE.values())
    pairs = [
        (name, read(payment), first.get(name))
        for name, read in TERMS.items()
        if name in first or version >= SINCE.get(name, 1)
    ]
    provider = payment.provider
    pairs.append(("provider_ref", provider and provider.ref, _told(entries, "ref")))
    pairs.append(("provider_charge", provider and provider.charge, _told(entries, "charge")))
    return [ChangedTerm(*pair) for pair in pairs if pair[1] != pair[2]]


def restored(payment: Payment, entries: Sequence[Entry]) -> Mapping[str, Any]:
    """The row's fields as the entries have them, where their chain holds; else none.

    What is sealed can't be restored: the entries hold its digest alone.
    """
    if not _trusted(payment, entries):
        return {}
    said = {
        term.name: term.entry
        for term in changed_terms(payment, entries)
        if term.name in Payment.model_fields and term.entry is not None
    }
    if payment.provider is not None:
        named = {"ref": _told(entries, "ref"), "charge": _told(entries, "charge")}
        # An object that no entry names is not this payment's.
        said["provider"] = payment.provider.model_copy(update=named) if named["ref"] else None
    return said


def as_accepted(payment: Payment, entries: Sequence[Entry]) -> tuple[Payment, list[ChangedTerm]]:
    """The row by what its entries say, as far as `restored` goes, and where it said otherwise.

    Args:
        payment: the row.
        entries: oldest first; newer ones than the row are left out.
    """
    known = known_to(payment, entries)
    return payment.model_copy(update=restored(payment, known)), changed_terms(payment, known)


def changed_in_mail(payment: Payment, entries: Sequence[Entry]) -> list[ChangedTerm]:
    """Where a mail about the row's outcome would say otherwise than its entries.

    Args:
        payment: the row of a payment whose mail is owed.
        entries: oldest first, up to the row's version.
    """
    said = {term.name: term for term in changed_terms(payment, entries)}
    record, outcome = payment.notification, _outcome(entries)
    pairs = [
        ("amount_received", payment.amount_received, outcome.get("amount_received", 0)),
        ("notification", record.id, outcome.get("notification")),
        ("outcome", record.outcome, outcome.get("status")),
    ]
    return [
        *(said[name] for name in IN_A_MAIL if name in said),
        *(ChangedTerm(*pair) for pair in pairs if pair[1] != pair[2]),
    ]


def mail_restored(payment: Payment, entries: Sequence[Entry]) -> Payment:
    """The row as a mail needs it, by the entries where their chain holds; else as it is."""
    outcome = _outcome(entries)
    if not outcome or not _trusted(payment, entries):
        return payment
    record = payment.notification.model_copy(
        update={"id": outcome["notification"], "outcome": outcome["status"]}
    )
    said = {"amount_received": outcome.get("amount_received", 0), "notification": record}
    return payment.model_copy(update={**restored(payment, entries), **said})


def _trusted(payment: Payment, entries: Sequence[Entry]) -> bool:
    held = bool(entries) and not chain_faults(entries)
    return held and entries[-1].hash == payment.last_hash


def _outcome(entries: Sequence[Entry]) -> Mapping[str, Any]:
    """What the latest entry that owes a mail says of the outcome."""
    owing = [entry.data for entry in entries if isinstance(entry.data.get("notification"), str)]
    return owing[-1] if owing else {}


def _erased(entries: Sequence[Entry]) -> Mapping[str, Any]:
    """Terms that an erasure took from the row."""
    told = any(entry.type is EntryType.ERASED for entry in entries)
    return {"payment_method_digest": hashlib.sha256(b"").hexdigest()} if told else {}


_RECORDED_BY: Final = {
    "ref": frozenset({EntryType.ATTEMPT_STARTED}),
    "charge": frozenset({EntryType.SUCCEEDED, EntryType.RESOLVED}),
}


def _told(entries: Sequence[Entry], name: str) -> Any:
    """What the latest entry that records the PSP's name for a thing says of it."""
    told = [
        entry.data[name]
        for entry in entries
        if entry.type in _RECORDED_BY[name] and name in entry.data
    ]
    return told[-1] if told else None
