"""The state table: the one place where a payment's status, version and hash change.

`TABLE` is the source for the write conditions, the diagram and the tests of illegal moves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from runtime.contract.fixed_times import FIXED
from runtime.domain.errors import IllegalTransitionError
from runtime.domain.ledger import Entry, EntryType, Posting, Stamp, write_entry
from runtime.domain.payment import MAX_ATTEMPTS, MailStatus, Payment, Status, open_shard


class Transition(StrEnum):
    """The transitions, by the names that the ledger's entries carry."""

    ACCEPT = "accept"
    CLAIM = "claim"
    CLAIM_AGAIN = "claim_again"
    RETRY_LATER = "retry_later"
    READ_BACK = "read_back"
    DECLINE = "decline"
    SUCCEED = "succeed"
    TRY_AGAIN = "try_again"
    FAIL = "fail"
    PARK = "park"
    RESOLVE = "resolve"
    CANCEL = "cancel"
    REOPEN = "reopen"
    GIVE_UP = "give_up"
    SET_ASIDE = "set_aside"


Precondition = Callable[[Payment, int], bool]
"""What must hold of the payment before, at the time of writing (Unix seconds). Status and version
are the ledger's own condition; as equal version means equal content, it holds at the write too."""


def _always(_: Payment, __: int) -> bool:
    return True


def _no_attempt(payment: Payment, _: int) -> bool:
    return payment.attempt_count == 0


def _attempt_open(payment: Payment, _: int) -> bool:
    return payment.open_attempt is not None


def _may_start_first(payment: Payment, now: int) -> bool:
    return payment.attempt_count == 0 and payment.charge_until > now


def _may_start_next(payment: Payment, now: int) -> bool:
    return (
        payment.open_attempt is None
        and 0 < payment.attempt_count < MAX_ATTEMPTS
        and (payment.next_attempt_at or 0) <= now < payment.charge_until
    )


def _may_retry(payment: Payment, _: int) -> bool:
    return payment.open_attempt is not None and payment.attempt_count < MAX_ATTEMPTS


def _may_try_again(payment: Payment, now: int) -> bool:
    return payment.attempt_count < MAX_ATTEMPTS and now < payment.charge_until


class StepRule(NamedTuple):
    """One row of the table."""

    source: Status | None
    targets: frozenset[Status]
    entries: tuple[EntryType, ...]
    precondition: Precondition = _always


def _rule(source: Status | None, target: Status, *parts: EntryType | Precondition) -> StepRule:
    """The entries that it writes, and at the end its precondition where it has one."""
    entries = tuple(each for each in parts if isinstance(each, EntryType))
    conditions = [each for each in parts if not isinstance(each, EntryType)]
    return StepRule(source, frozenset({target}), entries, *conditions)


_S, _E, _T = Status, EntryType, Transition
TABLE: Final[Mapping[Transition, StepRule]] = {
    _T.ACCEPT: _rule(None, _S.QUEUED, _E.ACCEPTED),
    _T.CLAIM: _rule(_S.QUEUED, _S.PROCESSING, _E.ATTEMPT_STARTED, _may_start_first),
    _T.CLAIM_AGAIN: _rule(_S.PROCESSING, _S.PROCESSING, _E.ATTEMPT_STARTED, _may_start_next),
    _T.RETRY_LATER: _rule(_S.PROCESSING, _S.PROCESSING, _E.ATTEMPT_ENDED, _may_retry),
    _T.READ_BACK: _rule(_S.PROCESSING, _S.VERIFYING, _E.ATTEMPT_ENDED),
    _T.DECLINE: _rule(_S.PROCESSING, _S.FAILED, _E.ATTEMPT_ENDED, _E.FAILED, _attempt_open),
    _T.SUCCEED: _rule(_S.VERIFYING, _S.SUCCEEDED, _E.VERIFIED, _E.SUCCEEDED),
    _T.TRY_AGAIN: _rule(_S.VERIFYING, _S.PROCESSING, _E.VERIFIED, _may_try_again),
    _T.FAIL: _rule(_S.VERIFYING, _S.FAILED, _E.VERIFIED, _E.FAILED),
    _T.PARK: _rule(_S.VERIFYING, _S.REQUIRES_REVIEW, _E.REVIEW),
    _T.RESOLVE: StepRule(
        _S.REQUIRES_REVIEW, frozenset({_S.SUCCEEDED, _S.FAILED}), (_E.RESOLVED,), _always
    ),
    _T.CANCEL: _rule(_S.QUEUED, _S.CANCELED, _E.CANCELED, _no_attempt),
    _T.REOPEN: _rule(_S.FAILED, _S.REQUIRES_REVIEW, _E.REVIEW),
    _T.GIVE_UP: _rule(_S.QUEUED, _S.FAILED, _E.FAILED, _no_attempt),
    _T.SET_ASIDE: _rule(_S.QUEUED, _S.REQUIRES_REVIEW, _E.REVIEW, _no_attempt),
}

MAIL_TABLE: Final[Mapping[MailStatus, frozenset[MailStatus]]] = {
    MailStatus.NONE: frozenset(),
    MailStatus.DUE: frozenset({MailStatus.SENDING, MailStatus.UNDELIVERABLE}),
    MailStatus.SENDING: frozenset(
        {MailStatus.SENDING, MailStatus.SENT, MailStatus.DUE, MailStatus.UNDELIVERABLE}
    ),
    MailStatus.SENT: frozenset({MailStatus.UNDELIVERABLE, MailStatus.DUE}),
    MailStatus.UNDELIVERABLE: frozenset({MailStatus.DUE}),
}
"""Changes of one notification record; `none → due` comes with the final transition."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one ledger transaction writes: the row, and the entries that explain it."""

    before: Payment | None
    after: Payment
    entries: tuple[Entry, ...]


def entry_types(transition: Transition, payment: Payment | None) -> tuple[EntryType, ...]:
    """What a transition writes. With no attempt to end.

    `read_back` records what was read instead.
    """
    if transition is Transition.READ_BACK and payment is not None and payment.open_attempt is None:
        return (EntryType.VERIFIED,)
    return TABLE[transition].entries


def advance(
    base: Payment | Change,
    transition: Transition,
    stamp: Stamp,
    *,
    to: Status | None = None,
    data: Mapping[EntryType, Mapping[str, Any]] | None = None,
    postings: Iterable[Posting] = (),
    **changes: Any,
) -> Change:
    """The next state of a payment, or of a change that is not written yet.

    `changes` are fields of the row; `data` and `postings` go into the entries
    (postings into the last). A transition with two targets needs `to`.

    Raises:
        IllegalTransitionError: the table or its precondition forbids it.
    """
    before = base.after if isinstance(base, Change) else base
    rule = TABLE[transition]
    target = to or (next(iter(rule.targets)) if len(rule.targets) == 1 else None)
    if before.status is not rule.source or target not in rule.targets:
        message = f"{transition} does not lead from {before.status} to {target}."
        raise IllegalTransitionError(message)
    if not rule.precondition(before, stamp.at):
        message = f"{transition} is not allowed for {before.payment_id} as it stands."
        raise IllegalTransitionError(message)
    kinds = entry_types(transition, before)
    notes = {
        kind: {"transition": str(transition), "status": str(target), **(data or {}).get(kind, {})}
        for kind in kinds
    }
    return amend(base, stamp, notes, {"status": target, "sweeps": 0, **changes}, postings)


def accept(payment: Payment, stamp: Stamp, data: Mapping[str, Any]) -> Change:
    """`accept`: the first entry and the row that goes with it."""
    kind = EntryType.ACCEPTED
    note = {"transition": str(Transition.ACCEPT), "status": str(Status.QUEUED), **data}
    first = write_entry(payment.payment_id, 1, kind, stamp, note, prev_hash=payment.last_hash)
    row = payment.model_copy(update={"version": 1, "last_hash": first.hash})
    return Change(before=None, after=row, entries=(first,))


def notify(
    base: Payment | Change,
    to: MailStatus,
    stamp: Stamp,
    *,
    reason: str | None = None,
    evidence: Sequence[str] = (),
    **changes: Any,
) -> Change:
    """A change of the notification record: an entry, but no payment transition.

    Why a mail is undeliverable stands in the entry alone: the row keeps the shape that the
    version before this one reads.

    Raises:
        IllegalTransitionError: `MAIL_TABLE` forbids it.
    """
    row = base.after if isinstance(base, Change) else base
    record = row.notification
    if to not in MAIL_TABLE[record.status]:
        message = f"A notification does not go from {record.status} to {to}."
        raise IllegalTransitionError(message)
    due_at = changes.pop("due_at")
    if due_at is None and row.status is Status.REQUIRES_REVIEW:
        due_at = stamp.at + FIXED.review_waits  # A mail's end takes no such payment out of sight.
    after = record.model_copy(update={"status": to, **changes})
    note: dict[str, Any] = {"notification": after.model_dump(mode="json", exclude_none=True)}
    if reason is not None:
        note["reason"] = str(reason)
    note.update({"evidence": list(evidence)} if evidence else {})
    fields = {"notification": after, "due_at": due_at, "sweeps": 0}
    return amend(base, stamp, {EntryType.NOTIFICATION: note}, fields)


def amend(
    base: Payment | Change,
    stamp: Stamp,
    notes: Mapping[EntryType, dict[str, Any]],
    changes: Mapping[str, Any],
    postings: Iterable[Posting] = (),
) -> Change:
    """Entries by what they note, and the row with these fields; a caller judges whether it may."""
    root, before, entries = (
        (base.before, base.after, base.entries) if isinstance(base, Change) else (base, base, ())
    )
    seq, last = before.version, before.last_hash
    for kind in notes:
        seq += 1
        legs = postings if kind is list(notes)[-1] else ()
        entry = write_entry(
            before.payment_id, seq, kind, stamp, notes[kind], prev_hash=last, postings=legs
        )
        last = entry.hash
        entries = (*entries, entry)
    due = changes.get("due_at", before.due_at)
    row = before.model_copy(
        update={
            **changes,
            "version": seq,
            "last_hash": last,
            "updated_at": stamp.at,
            "open_shard": None if due is None else open_shard(before.payment_id),
        }
    )
    return Change(before=root, after=row, entries=entries)
