"""The audit is silent about a sound payment and names every fault of a broken one."""

from typing import Any

import pytest

from runtime.domain.audit import Fold, audit, audit_entries, fold
from runtime.domain.audit import _step as audit_step
from runtime.domain.ledger import Entry, EntryType, Stamp, write_entry
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.process_payment import process_payment
from tests.fakes.payments import ID, Harness

STAMP = Stamp(at=1, actor="test", request_id="r")


def told() -> tuple[Payment, list[Entry]]:
    """A payment that needed two attempts, succeeded, and was mailed."""
    harness = Harness()
    harness.accepted()
    harness.psp.script("charge", [Outcome(OutcomeKind.RETRYABLE, "provider_unavailable")])
    process_payment(ID, harness.processing())
    harness.clock.advance(10)
    process_payment(ID, harness.processing())
    notify_customer(ID, harness.notifying())
    return harness.row(), harness.ledger.lines[ID]


def chained(steps: list[tuple[EntryType, dict[str, Any]]]) -> list[Entry]:
    """A sound chain of whatever entries."""
    entries: list[Entry] = []
    for seq, (kind, data) in enumerate(steps, start=1):
        before = entries[-1].hash if entries else "0" * 64
        entries.append(write_entry(ID, seq, kind, STAMP, data, prev_hash=before))
    return entries


ACCEPTED = (EntryType.ACCEPTED, {"transition": "accept", "status": "queued"})
STARTED = (EntryType.ATTEMPT_STARTED, {"transition": "claim", "status": "processing", "number": 1})


def test_a_payment_that_went_its_way_has_no_fault() -> None:
    """What the domain writes passes its own audit."""
    assert audit(*told()) == []


@pytest.mark.parametrize("status", Status)
def test_payments_of_every_status_have_no_fault(status: Status) -> None:
    """The audit knows every way into every status."""
    harness = Harness()
    payment = harness.in_status(status)
    assert audit(payment, harness.ledger.lines[ID]) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", Status.FAILED),
        ("attempt_count", 1),
        ("amount_received", 2499),
        ("version", 3),
        ("last_hash", "0" * 64),
    ],
)
def test_a_row_that_differs_from_its_entries_is_found(field: str, value: object) -> None:
    """I1: folding the entries gives the state on the row."""
    payment, entries = told()
    faults = audit(payment.model_copy(update={field: value}), entries)
    assert faults == [f"{ID}: the row's {field} is not what its entries add up to."]


def test_a_row_without_entries_is_found() -> None:
    """Nothing is in the ledger without a first entry."""
    payment, _ = told()
    assert audit(payment, [])


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([STARTED], id="it was never accepted"),
        pytest.param([ACCEPTED, ACCEPTED], id="accepted twice"),
        pytest.param(
            [
                ACCEPTED,
                (EntryType.VERIFIED, {"transition": "succeed", "status": "succeeded"}),
                (
                    EntryType.SUCCEEDED,
                    {"transition": "succeed", "status": "succeeded", "amount_received": 1},
                ),
            ],
            id="succeeded without verification",
        ),
        pytest.param(
            [ACCEPTED, (EntryType.FAILED, {"transition": "cancel", "status": "canceled"})],
            id="another entry than the transition writes",
        ),
        pytest.param(
            [ACCEPTED, (EntryType.CANCELED, {"transition": "cancel", "status": "failed"})],
            id="another status than the transition leads to",
        ),
        pytest.param(
            [ACCEPTED, (EntryType.ATTEMPT_STARTED, {**STARTED[1], "number": 2})],
            id="the first attempt is number two",
        ),
        pytest.param(
            [
                ACCEPTED,
                STARTED,
                (
                    EntryType.ATTEMPT_STARTED,
                    {"transition": "claim_again", "status": "processing", "number": 2},
                ),
            ],
            id="two attempts open at once",
        ),
        pytest.param(
            [ACCEPTED, (EntryType.NOTIFICATION, {"notification": {"status": "sent"}})],
            id="a mail that was never owed",
        ),
    ],
)
def test_a_step_that_the_table_does_not_allow_is_found(
    steps: list[tuple[EntryType, dict[str, Any]]],
) -> None:
    """I7, I8: every step of every payment is in the state table."""
    assert fold(chained(steps)).faults


def test_two_entries_of_one_step_must_say_the_same() -> None:
    """Each entry names its step and the status that it leads to; no second one may differ."""
    steps = [(entry.type, dict(entry.data)) for entry in told()[1]]
    assert fold(chained(steps)).faults == []
    place = next(n for n, (kind, _) in enumerate(steps) if kind is EntryType.SUCCEEDED)
    steps[place][1]["status"] = "canceled"
    assert fold(chained(steps)).faults == ["the entries of succeed do not tell of one step."]


@pytest.mark.parametrize(
    "data", [{}, {"transition": "claim", "status": "other"}, {"transition": []}]
)
def test_an_entry_without_what_its_type_has_is_found(data: dict[str, Any]) -> None:
    """It is a fault like any other, and the entries after it are looked at all the same."""
    broken = (EntryType.ATTEMPT_STARTED, data)
    faults = fold(chained([ACCEPTED, broken, ACCEPTED])).faults
    assert faults[0] == "entry 2 lacks what its type must have."
    assert len(faults) == 2


def test_entries_are_audited_without_their_row() -> None:
    """Chain and steps, with the payment's name on each fault."""
    _, entries = told()
    assert audit_entries(entries) == audit_entries([]) == []
    faults = audit_entries(entries[1:])
    assert faults
    assert all(ID in fault for fault in faults)


def test_a_read_that_no_attempt_was_open_for_has_no_fault() -> None:
    """`read_back` of a payment that only waits ends no attempt, and writes one entry less."""
    harness = Harness()
    harness.clock.time = harness.waiting().charge_until
    process_payment(ID, harness.processing())
    assert "read_back" in harness.history()
    assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_entries_that_count_attempts_wrongly_are_found() -> None:
    """The number is that of the attempt, and there are four at most; the sentence names it."""
    wrong = chained([ACCEPTED, (STARTED[0], {**STARTED[1], "number": 3})])
    assert "attempt 3 is not the next of four." in fold(wrong).faults
    step = {"transition": "claim_again", "status": "processing"}
    ended = {"transition": "retry_later", "status": "processing"}
    steps: list[tuple[EntryType, dict[str, Any]]] = [ACCEPTED, STARTED]
    for number in range(2, 6):
        steps += [
            (EntryType.ATTEMPT_ENDED, ended),
            (EntryType.ATTEMPT_STARTED, {**step, "number": number}),
        ]
    assert fold(chained(steps)).faults == ["attempt 5 is not the next of four."]


def test_the_ids_of_all_mails_that_are_owed_are_kept() -> None:
    """One for each outcome; one that was taken back unsent is not owed, and the others are."""
    harness = Harness()
    payment = harness.failed()
    assert fold(harness.ledger.lines[ID]).notification_ids == [payment.notification.id]
    told = Fold(status=Status.FAILED, mail=MailStatus.DUE, notification_ids=["pay_x-4", "pay_x-6"])
    review = {"transition": "reopen", "status": "requires_review"}
    audit_step(told, chained([(EntryType.REVIEW, review)]))
    assert (told.notification_ids, told.mail) == (["pay_x-4"], MailStatus.NONE)


def test_a_fault_of_the_steps_names_its_payment() -> None:
    """As those of the chain do."""
    entries = chained([STARTED])
    assert f"{ID}: claim from None to processing is not in the table." in audit_entries(entries)


def test_a_row_is_compared_with_no_entries_too() -> None:
    """Everything that it says stands against nothing at all."""
    row = Harness().accepted()
    found = audit(row, [])
    assert f"{ID}: the row's version is not what its entries add up to." in found
    assert f"{ID}: the row's last_hash is not what its entries add up to." in found
    bare = row.model_copy(update={"version": 0, "last_hash": ""})
    assert not [fault for fault in audit(bare, []) if "version" in fault or "last_hash" in fault]


def test_nothing_adds_up_to_nothing() -> None:
    """A payment without entries has no attempt, no money and no mail."""
    assert fold([]) == Fold(None, 0, attempt_open=False, amount_received=0, mail=MailStatus.NONE)
