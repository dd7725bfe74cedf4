"""A ledger that was brought back to an earlier moment: what holds, and what it does not know.

Pure, and it decides nothing: the step function decides again when a message comes. Rows and
entries are restored each by themselves (DynamoDB, "Restoring a table"), so the entries are
brought back of a little later than the rows: what they are ahead can be cut off, and what they
lacked could not be invented.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from runtime.domain.audit import audit, audit_entries, fold
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment, Status
from runtime.domain.psp import MONEY, Outcome, PspRecord, PspState
from runtime.domain.redrive import Effect, on_payments

ENTRIES_LATER: Final = 5
"""Seconds that the entries are brought back of later than the rows."""

WRITTEN_WITHIN: Final = 60
"""Seconds between the time that an entry bears and its commit, at the most (the longest function
runs for 45)."""

CLOSED: Final = frozenset({PspState.CANCELED, PspState.DECLINED})


class Inconsistency(NamedTuple):
    """A payment whose entries are ahead of its row: they were written after the moment."""

    payment_id: str
    row: Status | None
    entries: Status | None
    """What all of the entries add up to."""
    ahead: Sequence[Entry]


@dataclass
class Findings:
    """What a look at both tables found."""

    faults: list[str] = field(default_factory=list)
    inconsistencies: list[Inconsistency] = field(default_factory=list)


def examine(
    rows: Mapping[str, Payment], ledger: Mapping[str, Sequence[Entry]], at: int
) -> Findings:
    """Audit every payment of two tables whose rows are of the moment `at` (Unix seconds).

    Args:
        rows: payment id → row.
        ledger: payment id → entries, oldest first.
        at: entries that were written after it and that no row knows are an inconsistency, older
            ones a fault.
    """
    found = Findings()
    for one in sorted(rows.keys() | ledger.keys()):
        row, entries = rows.get(one), ledger.get(one, ())
        known = row.version if row else 0
        ahead = entries[known:]
        faults = [*audit_entries(entries)]
        if row and not faults:
            faults = _against(row, entries[:known])
        faults += [
            f"{one} entry {entry.seq}: older than the moment, and the row does not know it."
            for entry in ahead
            if entry.at < at - WRITTEN_WITHIN
        ]
        if ahead and not faults:
            status = row.status if row else None
            found.inconsistencies.append(Inconsistency(one, status, fold(entries).status, ahead))
        found.faults += faults
    return found


def _against(row: Payment, entries: Sequence[Entry]) -> list[str]:
    if len(entries) < row.version:
        last = len(entries)
        return [
            f"{row.payment_id}: its row is at version {row.version}, its entries end at {last}."
        ]
    return audit(row, entries)


class Then(StrEnum):
    """What would become of a payment that the restored ledger knows too little of."""

    CLAIMED = "claimed anew; under the same keys the PSP charges nothing twice"
    LOOKED_UP = "looked up again, and finalized by what the PSP says"
    REOPENED = "looked up again, and put in front of a person (`reopen`)"
    WINDOW = "fails for the window without a look: refund it at the PSP"
    CHARGED = "charged, although its merchant canceled it: cancel it again first"
    REPEATED = "nothing, until its merchant repeats the key; the nightly run reports money"
    PERSON = "nothing: a person compares both books"


class MissingInLedger(NamedTuple):
    """One payment of which the restored ledger knows less than the PSP does."""

    payment_id: str | None
    ref: str | None
    """The PSP's object, where the PSP says so."""
    ours: Status | None
    """None: no row."""
    theirs: str
    then: Then


def behind_the_psp(
    rows: Mapping[str, Payment], psp_records: Iterable[PspRecord], now: int
) -> Iterator[MissingInLedger]:
    """Every object of the PSP of which the restored ledger knows too little, or otherwise.

    Args:
        rows: payment id → restored row.
        psp_records: the PSP's list, from before the moment on.
        now: Unix seconds, when messages would begin to flow again.
    """
    for psp_record in psp_records:
        row = rows.get(psp_record.payment_id or "")
        if row is None:
            then = Then.REPEATED if psp_record.payment_id else Then.PERSON
            yield MissingInLedger(
                psp_record.payment_id, psp_record.ref, None, psp_record.state, then
            )
        elif row.provider and row.provider.ref != psp_record.ref:
            if psp_record.state in MONEY:
                yield MissingInLedger(
                    row.payment_id, psp_record.ref, row.status, psp_record.state, Then.PERSON
                )
        elif not _agree(row, psp_record):
            yield MissingInLedger(
                row.payment_id,
                psp_record.ref,
                row.status,
                psp_record.state,
                _then(row, psp_record, now),
            )


def beyond_the_psp(
    rows: Mapping[str, Payment], psp_records: Iterable[PspRecord], since: int
) -> Iterator[MissingInLedger]:
    """Payments that succeeded, are not older than `since`, and are not in the list as paid."""
    paid = {psp_record.ref for psp_record in psp_records if psp_record.state is PspState.PAID}
    for row in rows.values():
        if row.status is Status.SUCCEEDED and row.created_at >= since:
            ref = row.provider.ref if row.provider else None
            if ref not in paid:
                yield MissingInLedger(row.payment_id, ref, row.status, "not paid", Then.PERSON)


def canceled_since(
    rows: Mapping[str, Payment], present: Callable[[str], Payment | None]
) -> Iterator[MissingInLedger]:
    """Payments that wait in the restored ledger and were canceled after the moment.

    Args:
        rows: payment id → restored row.
        present: the payment as the ledger in use has it.
    """
    for row in rows.values():
        if row.status is Status.QUEUED:
            found = present(row.payment_id)
            if found and found.status is Status.CANCELED:
                yield MissingInLedger(
                    row.payment_id, None, row.status, "canceled by us", Then.CHARGED
                )


def records_and_unread(answers: Iterable[PspRecord | Outcome]) -> tuple[list[PspRecord], int]:
    """The psp_records of a PSP's list, and how many answers could not be read."""
    told = list(answers)
    psp_records = [each for each in told if isinstance(each, PspRecord)]
    return psp_records, len(told) - len(psp_records)


def _agree(row: Payment, psp_record: PspRecord) -> bool:
    match row.status:
        case Status.SUCCEEDED:
            amounts = row.amount_received, row.currency
            return psp_record.state is PspState.PAID and amounts == (
                psp_record.amount_received,
                psp_record.currency,
            )
        case Status.FAILED | Status.CANCELED:
            return psp_record.state not in MONEY | {PspState.PENDING}
        case Status.REQUIRES_REVIEW:
            return True
    return psp_record.state not in MONEY | CLOSED


def _then(row: Payment, psp_record: PspRecord, now: int) -> Then:
    if row.status is Status.FAILED and row.provider:
        return Then.REOPENED if psp_record.state is PspState.PAID else Then.LOOKED_UP
    if row.status in {Status.PROCESSING, Status.VERIFYING}:
        return Then.LOOKED_UP
    match on_payments(row, now):
        case Effect.CHARGE:
            return Then.CLAIMED
        case Effect.FAIL_FOR_WINDOW:
            return Then.WINDOW
    return Then.PERSON
