"""The state table, exhaustively: what it allows, and that nothing else is possible."""

from typing import Any

import pytest

from runtime.domain import state_machine, transitions
from runtime.domain.errors import IllegalTransitionError
from runtime.domain.ledger import EntryType, chain_faults
from runtime.domain.payment import FINAL, MailStatus, Payment, Status
from runtime.domain.state_machine import (
    MAIL_TABLE,
    TABLE,
    Change,
    Transition,
    advance,
    entry_types,
    notify,
)
from tests.fakes.payments import ID, TIMEOUT, TIMING, Harness

LEGAL = {
    (Transition.CLAIM, Status.QUEUED, Status.PROCESSING),
    (Transition.CLAIM_AGAIN, Status.PROCESSING, Status.PROCESSING),
    (Transition.RETRY_LATER, Status.PROCESSING, Status.PROCESSING),
    (Transition.READ_BACK, Status.PROCESSING, Status.VERIFYING),
    (Transition.DECLINE, Status.PROCESSING, Status.FAILED),
    (Transition.SUCCEED, Status.VERIFYING, Status.SUCCEEDED),
    (Transition.TRY_AGAIN, Status.VERIFYING, Status.PROCESSING),
    (Transition.FAIL, Status.VERIFYING, Status.FAILED),
    (Transition.PARK, Status.VERIFYING, Status.REQUIRES_REVIEW),
    (Transition.RESOLVE, Status.REQUIRES_REVIEW, Status.SUCCEEDED),
    (Transition.RESOLVE, Status.REQUIRES_REVIEW, Status.FAILED),
    (Transition.CANCEL, Status.QUEUED, Status.CANCELED),
    (Transition.REOPEN, Status.FAILED, Status.REQUIRES_REVIEW),
    (Transition.GIVE_UP, Status.QUEUED, Status.FAILED),
    (Transition.SET_ASIDE, Status.QUEUED, Status.REQUIRES_REVIEW),
}
MOVES = [
    (transition, source, target)
    for transition in Transition
    if transition is not Transition.ACCEPT
    for source in Status
    for target in Status
]


def tried(
    payment: Payment, transition: Transition, target: Status, harness: Harness
) -> Change | None:
    """The change, or None where the table refuses."""
    try:
        return advance(payment, transition, harness.stamp(), to=target)
    except IllegalTransitionError:
        return None


@pytest.mark.parametrize(("transition", "source", "target"), MOVES)
def test_every_move_that_the_table_does_not_name_is_refused(
    transition: Transition, source: Status, target: Status
) -> None:
    """Of all transitions from every status to every status only the table's own pass."""
    harness = Harness()
    payment = harness.in_status(source)
    if transition is Transition.CLAIM_AGAIN and source is Status.PROCESSING:
        harness = Harness()
        payment = harness.waiting()
        harness.clock.advance(TIMING.back_off[0])
    legal = (transition, source, target) in LEGAL
    assert (tried(payment, transition, target, harness) is not None) == legal


def test_a_payment_is_born_queued_and_only_once() -> None:
    """`accept` starts from nothing, so no payment can take it."""
    harness = Harness()
    with pytest.raises(IllegalTransitionError):
        advance(harness.accepted(), Transition.ACCEPT, harness.stamp())
    assert TABLE[Transition.ACCEPT].source is None


def test_success_comes_from_verification_or_a_person_alone() -> None:
    """`succeeded` is reachable only from `verifying` or `requires_review`."""
    sources = {rule.source for rule in TABLE.values() if Status.SUCCEEDED in rule.targets}
    assert sources == {Status.VERIFYING, Status.REQUIRES_REVIEW}


def test_a_final_payment_stays_final_but_for_one_guarded_exception() -> None:
    """Only `reopen` leaves a final status."""
    leaving = {transition for transition, rule in TABLE.items() if rule.source in FINAL}
    assert leaving == {Transition.REOPEN}


@pytest.mark.parametrize(
    ("transition", "make"),
    [
        pytest.param(Transition.CLAIM, "expired", id="the charge window has passed"),
        pytest.param(Transition.CLAIM_AGAIN, "claimed", id="an attempt is open"),
        pytest.param(Transition.CLAIM_AGAIN, "waiting", id="its time has not come"),
        pytest.param(Transition.CLAIM_AGAIN, "exhausted", id="all attempts are used"),
        pytest.param(Transition.RETRY_LATER, "waiting", id="no attempt is open"),
        pytest.param(
            Transition.RETRY_LATER, "fourth", id="the last attempt can't be followed by another"
        ),
        pytest.param(Transition.DECLINE, "waiting", id="no attempt is open"),
        pytest.param(Transition.TRY_AGAIN, "unknown_fourth", id="all attempts are used"),
        pytest.param(Transition.TRY_AGAIN, "late", id="the charge window has passed"),
    ],
)
def test_a_precondition_refuses_what_the_status_alone_would_allow(
    transition: Transition, make: str
) -> None:
    """Besides status and version each transition demands what its row of the table says."""
    harness = Harness()
    match make:
        case "expired":
            payment = harness.accepted()
            harness.clock.time = payment.charge_until
        case "exhausted":
            payment = harness.waiting().model_copy(update={"attempt_count": 4})
            harness.clock.advance(TIMING.back_off[0])
        case "fourth":
            payment = harness.claimed().model_copy(update={"attempt_count": 4})
        case "unknown_fourth":
            payment = harness.verifying().model_copy(update={"attempt_count": 4})
        case "late":
            payment = harness.verifying()
            harness.clock.time = payment.charge_until
        case _:
            payment = getattr(harness, make)()
    with pytest.raises(IllegalTransitionError):
        advance(payment, transition, harness.stamp())


@pytest.mark.parametrize("status", Status)
def test_every_way_into_a_status_leaves_a_sound_chain(status: Status) -> None:
    """Version, last hash and entries agree, whatever the payment went through."""
    harness = Harness()
    payment = harness.in_status(status)
    entries = harness.ledger.lines[payment.payment_id]
    assert chain_faults(entries) == []
    assert payment.version == entries[-1].seq
    assert payment.last_hash == entries[-1].hash
    assert entries[-1].data["status"] == status


@pytest.mark.parametrize("status", Status)
def test_an_open_payment_is_in_the_sweepers_index_and_a_resting_one_is_not(
    status: Status,
) -> None:
    """`open_shard` and `due_at` stand together; who waits for a person is looked at after a day."""
    payment = Harness().in_status(status)
    resting = status is Status.CANCELED
    assert (payment.due_at is None) == resting
    assert (payment.open_shard is None) == resting


def test_two_transitions_in_one_change_keep_the_chain() -> None:
    """Verified and succeeded in one write: entries follow each other, the row moves once."""
    harness = Harness()
    payment = harness.claimed()
    change = transitions.read_back(payment, TIMEOUT, harness.stamp(), TIMING)
    both = advance(change, Transition.TRY_AGAIN, harness.stamp())
    assert both.before == payment
    assert [entry.seq for entry in both.entries] == [3, 4]
    assert both.after.version == 4
    assert both.entries[1].prev_hash == both.entries[0].hash


def test_t4_without_an_open_attempt_writes_what_was_read() -> None:
    """There is no attempt to end, so the entry is `verified`."""
    harness = Harness()
    assert state_machine.entry_types(Transition.READ_BACK, harness.waiting()) == (
        EntryType.VERIFIED,
    )
    assert state_machine.entry_types(Transition.READ_BACK, Harness().claimed()) == (
        EntryType.ATTEMPT_ENDED,
    )


@pytest.mark.parametrize("source", MailStatus)
@pytest.mark.parametrize("target", MailStatus)
def test_a_notification_moves_as_its_table_says(source: MailStatus, target: MailStatus) -> None:
    """Every change of a notification record that the table does not name is refused."""
    harness = Harness()
    payment = harness.succeeded()
    record = payment.notification.model_copy(update={"status": source})
    payment = payment.model_copy(update={"notification": record})
    arguments: dict[str, Any] = {"due_at": None}
    if target in MAIL_TABLE[source]:
        change = notify(payment, target, harness.stamp(), **arguments)
        assert change.after.notification.status is target
        assert change.after.status is payment.status
        assert [entry.type for entry in change.entries] == [EntryType.NOTIFICATION]
    else:
        with pytest.raises(IllegalTransitionError):
            notify(payment, target, harness.stamp(), **arguments)


@pytest.mark.parametrize(
    ("fields", "now", "allowed"),
    [
        ({}, 10, True),
        ({}, 9, False),
        ({"next_attempt_at": None}, 0, True),
        ({"attempt_count": 0}, 10, False),
        ({"attempt_count": 3}, 10, True),
        ({"attempt_count": 4}, 10, False),
        ({}, TIMING.charge_window - 1, True),
        ({}, TIMING.charge_window, False),
    ],
)
def test_the_next_attempt_starts_within_its_bounds(
    fields: dict[str, Any], now: int, *, allowed: bool
) -> None:
    """From its time on, while the window is open, after one to three attempts."""
    harness = Harness()
    payment = harness.waiting().model_copy(update=fields)
    rule = TABLE[Transition.CLAIM_AGAIN]
    assert rule.precondition(payment, harness.clock.now() + now) is allowed


def test_only_the_last_entry_of_a_step_has_its_postings() -> None:
    """Money is booked once, beside the word that it was taken."""
    harness = Harness()
    harness.succeeded()
    booked = [entry.type for entry in harness.ledger.lines[ID] if entry.postings]
    assert booked == [EntryType.SUCCEEDED]


def test_of_no_payment_a_read_back_ends_an_attempt() -> None:
    """The table is asked for the entries of a step without a payment at hand, too."""
    assert entry_types(Transition.READ_BACK, None) == (EntryType.ATTEMPT_ENDED,)


def test_the_entry_of_a_notification_holds_plain_values() -> None:
    """Its status is a string and not a name of ours; what is not known is left out."""
    harness = Harness()
    harness.told()
    said = harness.ledger.lines[ID][-1].data["notification"]
    assert type(said["status"]) is str
    assert "owner" not in said


def test_a_change_of_a_notification_ends_the_count_of_sweeps() -> None:
    """As a transition does: the next wait is the first one again."""
    harness = Harness()
    swept = harness.succeeded().model_copy(update={"sweeps": 3})
    change = notify(swept, MailStatus.SENDING, harness.stamp(), due_at=1)
    assert change.after.sweeps == 0
