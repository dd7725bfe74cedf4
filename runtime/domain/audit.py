"""Does a payment's row follow from its entries, and did every step obey the state table?

Pure checks over what was written (invariants I1, I2, I6, I7 and I8 of docs/reliability.md):
each fault is one sentence, an empty list is a sound payment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from runtime.domain.erasure import held_by
from runtime.domain.four_eyes import Proposal
from runtime.domain.ledger import Entry, EntryType, chain_faults
from runtime.domain.payment import FINAL, MAX_ATTEMPTS, MailStatus, Payment, Status
from runtime.domain.state_machine import MAIL_TABLE, TABLE, Transition
from runtime.domain.terms import changed_terms


@dataclass
class Fold:
    """What the entries of one payment add up to."""

    status: Status | None = None
    attempts: int = 0
    attempt_open: bool = False
    amount_received: int = 0
    mail: MailStatus = MailStatus.NONE
    erased: bool = False
    proposed: Proposal | None = None
    """The last of them."""
    notification_ids: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def audit(payment: Payment, entries: Sequence[Entry]) -> list[str]:
    """Everything that is wrong with one payment."""
    told = fold(entries)
    row = {
        "status": payment.status,
        "attempt_count": payment.attempt_count,
        "amount_received": payment.amount_received,
        "notification": payment.notification.status,
        "version": payment.version,
        "last_hash": payment.last_hash,
    }
    entries_say = {
        "status": told.status,
        "attempt_count": told.attempts,
        "amount_received": told.amount_received,
        "notification": told.mail,
        "version": entries[-1].seq if entries else 0,
        "last_hash": entries[-1].hash if entries else "",
    }
    return [
        *_entries_faults(entries, told),
        *(
            f"{payment.payment_id}: the row's {name} is not what its entries add up to."
            for name in row
            if row[name] != entries_say[name]
        ),
        *(
            f"{payment.payment_id}: the row's {name} is still there, and the entries say erased."
            for name in (held_by(payment) if told.erased else ())
        ),
        *(f"{payment.payment_id}: {term.sentence}." for term in changed_terms(payment, entries)),
    ]


def audit_entries(entries: Sequence[Entry]) -> list[str]:
    """Everything that is wrong with one payment's entries by themselves.

    Without the row nobody can say whether the last of them are missing.
    """
    return _entries_faults(entries, fold(entries))


def _entries_faults(entries: Sequence[Entry], told: Fold) -> list[str]:
    return [
        *chain_faults(entries),
        *(f"{entries[0].payment_id}: {fault}" for fault in told.faults),
    ]


def fold(entries: Sequence[Entry]) -> Fold:
    """Replay the entries, noting every step that the state table does not allow."""
    told, position = Fold(), 0
    while position < len(entries):
        entry = entries[position]
        try:
            if entry.type is EntryType.NOTIFICATION:
                _mail(told, entry)
                position += 1
            elif entry.type is EntryType.PROPOSED:
                _propose(told, entry)
                position += 1
            elif entry.type is EntryType.ERASED:
                _erase(told, entry)
                position += 1
            else:
                position += _step(told, entries[position:])
        except (KeyError, TypeError, ValueError):
            told.faults.append(f"entry {entry.seq} lacks what its type must have.")
            position += 1
    return told


def _step(told: Fold, rest: Sequence[Entry]) -> int:
    """Replay one transition; returns how many entries it wrote."""
    first = rest[0]
    transition, target = Transition(first.data["transition"]), Status(first.data["status"])
    rule = TABLE[transition]
    wanted = rule.entries
    if transition is Transition.READ_BACK and not told.attempt_open:
        wanted = (EntryType.VERIFIED,)
    written = rest[: len(wanted)]
    if rule.source is not told.status or target not in rule.targets:
        told.faults.append(f"{transition} from {told.status} to {target} is not in the table.")
    if tuple(entry.type for entry in written) != wanted:
        told.faults.append(f"{transition} wrote other entries than the table says.")
    if any(
        (each.data["transition"], each.data["status"]) != (transition, target) for each in written
    ):
        told.faults.append(f"the entries of {transition} do not tell of one step.")
    told.status = target
    for entry in written:
        _count(told, entry)
    if transition is Transition.REOPEN and told.mail in {MailStatus.DUE, MailStatus.SENDING}:
        # An outcome that was taken back unsent is not owed.
        told.mail = MailStatus.NONE
        del told.notification_ids[-1:]
    return len(written)


def _count(told: Fold, entry: Entry) -> None:
    if entry.type is EntryType.ATTEMPT_STARTED:
        told.attempts += 1
        if told.attempt_open:
            told.faults.append(f"attempt {told.attempts} started while another was open.")
        if entry.data["number"] != told.attempts or told.attempts > MAX_ATTEMPTS:
            told.faults.append(f"attempt {entry.data['number']} is not the next of four.")
        told.attempt_open = True
    elif entry.type is EntryType.ATTEMPT_ENDED:
        told.attempt_open = False
    if "proposal" in entry.data:
        _confirm(told, entry)
    if "amount_received" in entry.data:
        told.amount_received = entry.data["amount_received"]
    if "notification" in entry.data:
        told.mail = MailStatus.DUE
        told.notification_ids.append(entry.data["notification"])


def _mail(told: Fold, entry: Entry) -> None:
    to = MailStatus(entry.data["notification"]["status"])
    if to not in MAIL_TABLE[told.mail]:
        told.faults.append(f"the notification went from {told.mail} to {to}.")
    told.mail = to


def _propose(told: Fold, entry: Entry) -> None:
    if told.status is not Status.REQUIRES_REVIEW:
        told.faults.append(f"entry {entry.seq} proposes a resolution, and nobody was asked.")
    told.proposed = Proposal(entry.seq, entry.actor, entry.data["resolution"], 0)


def _confirm(told: Fold, entry: Entry) -> None:
    """A resolution that says whom it confirms follows that one's proposal, by another person."""
    proposed, said = told.proposed, entry.data["proposal"]
    if (
        proposed is None
        or (said["seq"], said["actor"]) != (proposed.seq, proposed.actor)
        or proposed.resolution != entry.data["resolution"]
        or proposed.seq != entry.seq - 1
    ):
        told.faults.append(f"entry {entry.seq} confirms what nobody proposed before it.")
    elif proposed.by(entry.actor):
        told.faults.append(f"entry {entry.seq} confirms what the same person proposed.")


def _erase(told: Fold, entry: Entry) -> None:
    if told.status not in FINAL or told.mail in {MailStatus.DUE, MailStatus.SENDING}:
        told.faults.append(f"entry {entry.seq} erased a payer who was still needed.")
    told.erased = True
