"""What a restored ledger is found to hold, and what is foretold of what it does not know."""

from collections.abc import Sequence

import pytest

from runtime.domain import transitions
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment, Status
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, PspRecord, PspState
from runtime.domain.restore_check import (
    WRITTEN_WITHIN,
    Then,
    behind_the_psp,
    beyond_the_psp,
    canceled_since,
    examine,
    records_and_unread,
)
from runtime.use_cases.process_payment import process_payment
from tests.fakes.payments import ID, REF, TIMING, Harness, paid

Ledger = tuple[Payment, list[Entry]]


@pytest.fixture(name="ledger")
def _ledger() -> Ledger:
    """A payment that succeeded."""
    harness = Harness()
    return harness.succeeded(), list(harness.ledger.lines[ID])


def faults(row: Payment | None, entries: Sequence[Entry], at: int | None = None) -> list[str]:
    """What is wrong with one payment; the moment is that of its first entry, or `at`."""
    moment = entries[0].at if at is None else at
    return examine({ID: row} if row else {}, {ID: entries} if entries else {}, moment).faults


def test_a_sound_ledger_has_neither_fault_nor_tear(ledger: Ledger) -> None:
    """A row and its entries of one moment agree."""
    row, entries = ledger
    found = examine({ID: row}, {ID: entries}, entries[-1].at)
    assert (found.faults, found.inconsistencies) == ([], [])


def test_a_tampered_entry_is_found(ledger: Ledger) -> None:
    """Another amount in an entry does not match its hash."""
    row, entries = ledger
    entries[-1] = entries[-1].model_copy(update={"data": {**entries[-1].data, "amount": 1}})
    assert f"{ID} entry {entries[-1].seq}: its content does not match its hash." in faults(
        row, entries
    )


def test_a_tampered_row_is_found(ledger: Ledger) -> None:
    """A row that says another amount than its entries."""
    row, entries = ledger
    lie = row.model_copy(update={"amount_received": 1})
    assert faults(lie, entries) == [
        f"{ID}: the row's amount_received is not what its entries add up to."
    ]


@pytest.mark.parametrize("known", [0, 1, 2])
def test_entries_that_are_ahead_of_their_row_are_a_tear(known: int) -> None:
    """The row of an earlier moment, or none, and exactly what is to be cut off."""
    harness = Harness()
    rows = [None, harness.accepted()]
    claim = transitions.claim(harness.row(), REF, "fake", "other", harness.stamp(), TIMING)
    rows.append(harness.write(claim))
    lost = Outcome(OutcomeKind.UNKNOWN, "provider_timeout")
    harness.write(transitions.read_back(harness.row(), lost, harness.stamp(), TIMING))
    row, entries = rows[known], harness.ledger.lines[ID]
    found = examine({ID: row} if row else {}, {ID: entries}, harness.clock.now())
    assert found.faults == []
    (inconsistency,) = found.inconsistencies
    assert (inconsistency.payment_id, inconsistency.row) == (ID, row.status if row else None)
    assert inconsistency.entries is Status.VERIFYING
    assert [entry.seq for entry in inconsistency.ahead] == [1, 2, 3][known:]


@pytest.mark.parametrize("known", [0, 2])
def test_a_tampered_entry_that_no_row_knows_is_a_fault_and_no_tear(
    ledger: Ledger, known: int
) -> None:
    """It would be cut off, and nobody would hear of it."""
    _, entries = ledger
    row = Harness().claimed() if known else None
    entries[-1] = entries[-1].model_copy(update={"actor": "somebody"})
    found = examine({ID: row} if row else {}, {ID: entries}, entries[0].at)
    assert found.faults == [f"{ID} entry {entries[-1].seq}: its content does not match its hash."]
    assert found.inconsistencies == []


def test_a_row_that_was_set_back_is_no_tear(ledger: Ledger) -> None:
    """An entry of long before the moment must be known to its row."""
    _, entries = ledger
    late = entries[-1].at + WRITTEN_WITHIN + 1
    assert len(faults(None, entries, late)) == len(entries)
    assert faults(None, entries, late - 1) == []


def test_missing_entries_are_a_fault(ledger: Ledger) -> None:
    """What the entries lack of their row nobody can invent."""
    row, entries = ledger
    assert faults(row, entries[:-2]) == [
        f"{ID}: its row is at version {len(entries)}, its entries end at {len(entries) - 2}."
    ]
    assert faults(row, [], row.created_at) == [
        f"{ID}: its row is at version {len(entries)}, its entries end at 0."
    ]


def object_of(state: PspState, **facts: object) -> PspRecord:
    """The PSP's object of the payment, in any state."""
    row = Harness().accepted()
    return paid(row, **{"state": state, "charge": None, **facts})


def then(row: Payment | None, psp_record: PspRecord, now: int | None = None) -> list[Then]:
    """What is foretold of one object; `now` is when the payment was made, or another time."""
    moment = (row.created_at if row else 0) if now is None else now
    return [gap.then for gap in behind_the_psp({ID: row} if row else {}, [psp_record], moment)]


@pytest.mark.parametrize(
    ("status", "foretold"),
    [
        (Status.QUEUED, [Then.CLAIMED]),
        (Status.PROCESSING, [Then.LOOKED_UP]),
        (Status.VERIFYING, [Then.LOOKED_UP]),
        (Status.SUCCEEDED, []),
        (Status.FAILED, [Then.REOPENED]),
        (Status.CANCELED, [Then.PERSON]),
        (Status.REQUIRES_REVIEW, []),
    ],
)
def test_money_that_the_restored_row_does_not_know_is_named(
    status: Status, foretold: list[Then]
) -> None:
    """For each status that a payment may be set back to."""
    harness = Harness()
    row = harness.in_status(status)
    assert then(row, paid(row, charge=None)) == foretold


@pytest.mark.parametrize("status", [Status.QUEUED, Status.PROCESSING, Status.VERIFYING])
def test_what_is_foretold_of_money_is_what_the_step_function_does(status: Status) -> None:
    """A payment that was charged after the moment succeeds again, without a second charge."""
    harness = Harness()
    harness.in_status(status)
    harness.psp.prepare(harness.row(), Clear("pm_card_visa"), 1)
    harness.psp.take(REF)
    harness.clock.advance(TIMING.lease + 1)
    for _ in range(3):
        process_payment(ID, harness.processing())
        harness.clock.advance(TIMING.polling[0] * 2)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.psp.charges == [REF]


def test_after_its_window_a_payment_fails_without_a_look() -> None:
    """The one case in which money would be forgotten: it must be final before."""
    harness = Harness()
    row = harness.accepted()
    harness.psp.prepare(row, Clear("pm_card_visa"), 1)
    harness.psp.take(REF)
    assert then(row, paid(row), row.charge_until) == [Then.WINDOW]
    harness.clock.advance(TIMING.charge_window)
    process_payment(ID, harness.processing())
    assert harness.row().status is Status.FAILED


def test_an_unknown_payment_and_a_stranger_are_named() -> None:
    """A payment of after the moment; an object that says no payment of ours."""
    assert then(None, object_of(PspState.PAID)) == [Then.REPEATED]
    assert then(None, object_of(PspState.NOT_CHARGED)) == [Then.REPEATED]
    assert then(None, object_of(PspState.PAID, payment_id=None)) == [Then.PERSON]


def test_another_object_of_a_payment_counts_only_where_it_took_money() -> None:
    """A claim that was lost leaves an object that nobody confirmed."""
    row = Harness().claimed()
    assert then(row, object_of(PspState.CANCELED, ref="pi_other")) == []
    assert then(row, object_of(PspState.PAID, ref="pi_other")) == [Then.PERSON]


def test_an_object_that_is_as_the_row_expects_is_no_gap() -> None:
    """Not charged yet, pending, or closed after a failure."""
    harness = Harness()
    assert then(harness.claimed(), object_of(PspState.NOT_CHARGED)) == []
    assert then(Harness().verifying(), object_of(PspState.PENDING)) == []
    assert then(Harness().failed(), object_of(PspState.DECLINED)) == []
    assert then(Harness().claimed(), object_of(PspState.DECLINED)) == [Then.LOOKED_UP]


def test_a_success_that_the_psp_does_not_list_is_for_a_person(ledger: Ledger) -> None:
    """Unless it is older than the list."""
    row, _ = ledger
    (gap,) = beyond_the_psp({ID: row}, [], row.created_at)
    assert (gap.payment_id, gap.then) == (ID, Then.PERSON)
    assert list(beyond_the_psp({ID: row}, [], row.created_at + 1)) == []
    assert list(beyond_the_psp({ID: row}, [paid(row)], row.created_at)) == []


def test_another_amount_is_for_a_person(ledger: Ledger) -> None:
    """Money moved on both sides, but not the same."""
    row, _ = ledger
    assert then(row, paid(row, amount_received=1)) == [Then.PERSON]


def test_a_payment_that_was_canceled_after_the_moment_is_named() -> None:
    """It waits again, and would be charged."""
    harness = Harness()
    row = harness.accepted()
    assert list(canceled_since({ID: row}, lambda _: row)) == []
    assert list(canceled_since({ID: row}, lambda _: None)) == []
    after = harness.write(transitions.cancel(row, harness.stamp()))
    (gap,) = canceled_since({ID: row}, lambda _: after)
    assert (gap.payment_id, gap.ours, gap.then) == (ID, Status.QUEUED, Then.CHARGED)


def test_a_payment_that_was_canceled_before_the_moment_is_not_foretold() -> None:
    """Both ledgers say so: nothing is charged, and nothing is missing."""
    row = Harness().canceled()
    assert list(canceled_since({ID: row}, lambda _: row)) == []


def test_what_can_t_be_read_of_the_list_is_counted() -> None:
    """It is not taken for an empty list."""
    psp_record = object_of(PspState.PAID)
    assert records_and_unread([psp_record, Outcome(OutcomeKind.UNKNOWN)]) == ([psp_record], 1)
