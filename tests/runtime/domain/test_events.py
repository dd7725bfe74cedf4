"""What a merchant is told, by the entries of the ledger."""

import pytest

from runtime.domain.events import EventType, event_at, event_id, events_of, told_by
from runtime.domain.ledger import EntryType
from runtime.domain.payment import EVENT_ID, MailStatus, Status
from tests.fakes.payments import ID, Harness

ONE = "evt_" + ID.removeprefix("pay_")


def told(harness: Harness) -> list[str]:
    """The types of the payment's events, in order, without what they all begin with."""
    found = events_of(harness.row(), harness.ledger.lines[ID])
    return [event.type.removeprefix("payment.") for event in found]


@pytest.mark.parametrize(
    ("status", "types"),
    [
        (Status.QUEUED, ["accepted"]),
        (Status.PROCESSING, ["accepted", "processing"]),
        (Status.VERIFYING, ["accepted", "processing"]),
        (Status.SUCCEEDED, ["accepted", "processing", "succeeded"]),
        (Status.FAILED, ["accepted", "processing", "failed"]),
        (Status.CANCELED, ["accepted", "canceled"]),
        (Status.REQUIRES_REVIEW, ["accepted", "processing", "requires_review"]),
    ],
)
def test_each_step_that_a_merchant_sees_is_one_event(status: Status, types: list[str]) -> None:
    """Oldest first; a transition with several entries is told once."""
    harness = Harness()
    harness.in_status(status)
    assert told(harness) == types


def test_a_mail_is_told_only_where_it_can_not_be_delivered() -> None:
    """That it is due, is being sent or was sent is no event."""
    sent, lost = Harness(), Harness()
    sent.told(MailStatus.SENT)
    lost.told(MailStatus.UNDELIVERABLE)
    assert told(sent)[-1] == "succeeded"
    assert told(lost)[-2:] == ["succeeded", "notification_undeliverable"]


def test_an_event_shows_the_payment_as_it_was() -> None:
    """The version is its entry's number, and what came later is not in it."""
    harness = Harness()
    row = harness.told()
    found = events_of(row, harness.ledger.lines[ID])
    assert [event.payment.status for event in found] == ["queued", "processing", "succeeded"]
    assert [event.payment.attempt_count for event in found] == [0, 1, 1]
    assert [event.payment.notification.status for event in found] == ["none", "none", "due"]
    seqs = [entry.seq for entry in harness.ledger.lines[ID] if event_type_ends(entry.type)]
    assert [event.payment.version for event in found] == seqs


def event_type_ends(kind: EntryType) -> bool:
    """Whether an entry of this kind ends a step of the payment above."""
    return kind in {EntryType.ACCEPTED, EntryType.ATTEMPT_STARTED, EntryType.SUCCEEDED}


def test_an_event_is_the_same_whenever_it_is_read() -> None:
    """An id is for ever: later steps change nothing of what it names."""
    harness = Harness()
    row = harness.succeeded()
    before = events_of(row, harness.ledger.lines[ID])
    later = Harness()
    after = events_of(later.told(), later.ledger.lines[ID])
    assert [event.id for event in after[: len(before)]] == [event.id for event in before]
    assert [event.payment.status for event in after[: len(before)]] == [
        event.payment.status for event in before
    ]


def test_an_id_names_its_payment_and_its_entry() -> None:
    """Made and read back; its form is the documented one."""
    assert event_id(ID, 3) == f"{ONE}_3"
    assert EVENT_ID.fullmatch(event_id(ID, 3))
    assert told_by(event_id(ID, 3)) == (ID, 3)


@pytest.mark.parametrize(
    "odd", ["", ID, ONE, f"{ONE}_0", f"{ONE}_03", f"{ONE}_", f"{ONE}_1 ", f"{ONE}_1\n", "evt_1_1"]
)
def test_what_is_no_id_names_nothing(odd: str) -> None:
    """One spelling for each event, so that a repeat is recognisable by its id."""
    assert told_by(odd) is None


def test_no_entry_tells_nothing() -> None:
    """Before the first entry, and after one that leaves a merchant nothing to do."""
    harness = Harness()
    row = harness.verifying()
    assert event_at(row, []) is None
    assert event_at(row, harness.ledger.lines[ID]) is None


def test_each_type_has_its_step() -> None:
    """Every type of event is told by some entry; the simulator's I21 holds the rest."""
    seen: set[str] = set()
    for status in Status:
        harness = Harness()
        harness.in_status(status)
        seen |= set(told(harness))
    lost = Harness()
    lost.told(MailStatus.UNDELIVERABLE)
    assert {f"payment.{each}" for each in seen | set(told(lost))} == set(EventType)
