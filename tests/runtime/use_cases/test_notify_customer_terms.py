"""A mail says what the entries say, or it is not written."""

from typing import Any

import pytest

from runtime.domain.audit import audit
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.resend_notification import resend_notification
from tests.fakes.payments import ID, TIMING, Harness

TOLD = [Status.SUCCEEDED, Status.FAILED]
CHANGES: dict[str, dict[str, Any]] = {
    "amount": {"amount": 9900},
    "currency": {"currency": "usd"},
    "merchant": {"merchant": "bistro"},
    "amount_received": {"amount_received": 9900},
    "outcome": {"notification": {"outcome": "canceled"}},
    "notification": {"notification": {"id": f"{ID}-1"}},
}
"""What the evidence names → what a hand writes."""


def by_hand(harness: Harness, changes: dict[str, Any]) -> Payment:
    """Somebody writes to the row, past every use case; the row as it was."""
    row = harness.row()
    said = {
        name: row.notification.model_copy(update=value) if name == "notification" else value
        for name, value in changes.items()
    }
    harness.ledger.rows[ID] = row.model_copy(update=said)
    return row


def notify(harness: Harness) -> None:
    """Deliver one message to the notifier."""
    notify_customer(ID, harness.notifying())


@pytest.mark.parametrize("status", TOLD)
@pytest.mark.parametrize("name", CHANGES)
def test_no_mail_is_written_by_a_row_that_was_changed(name: str, status: Status) -> None:
    """Undeliverable with a reason and an alarm; both values stand in the entry."""
    harness = Harness()
    harness.in_status(status)
    by_hand(harness, CHANGES[name])
    notify(harness)
    assert harness.mailer.sent == []
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert harness.row().due_at is None
    assert harness.metrics.counts == {"MailUndeliverable": 1}
    said = harness.ledger.lines[ID][-1].data
    assert said["reason"] == "terms_changed"
    assert [line.partition(":")[0] for line in said["evidence"]] == [name]


@pytest.mark.parametrize("status", TOLD)
@pytest.mark.parametrize("name", CHANGES)
def test_the_mail_that_a_person_asks_for_then_is_the_right_one(name: str, status: Status) -> None:
    """The row has the entries' words again, so what is sent anew tells of what was agreed."""
    harness, untouched = Harness(), Harness()
    for each in (harness, untouched):
        each.in_status(status)
    by_hand(harness, CHANGES[name])
    notify(harness)
    notify(untouched)
    assert audit(harness.row(), harness.ledger.lines[ID]) == []
    resend_notification(ID, operator="jane", request_id="request-2", ports=harness.operating())
    notify(harness)
    assert harness.mailer.sent == untouched.mailer.sent


def test_a_change_while_the_mail_is_sent_is_found_by_the_repeat() -> None:
    """The lease of the first claim is over: the row is compared once more before the next."""
    harness = Harness()
    harness.succeeded()
    harness.mailer.fail_next("send", TimeoutError())
    notify(harness)
    by_hand(harness, CHANGES["amount"])
    harness.clock.advance(TIMING.mail_lease)
    notify(harness)
    assert harness.mailer.sent == []
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE


def test_what_no_payer_reads_withholds_no_mail() -> None:
    """A person has decided on a payment whose sealed method stays changed: its payer is told."""
    harness = Harness()
    harness.succeeded()
    by_hand(harness, {"body_hash": "1" * 64, "livemode": True})
    notify(harness)
    assert len(harness.mailer.sent) == 1


def test_a_broken_chain_mends_nothing() -> None:
    """An entry that was changed is no better than the row: no mail, and both stay as they are."""
    harness = Harness()
    harness.succeeded()
    first = harness.ledger.lines[ID][0]
    forged = first.model_copy(update={"data": {**first.data, "amount": 9900}})
    harness.ledger.lines[ID][0] = forged
    notify(harness)
    assert harness.mailer.sent == []
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert harness.row().amount == 2500


def test_entries_that_cant_be_read_send_no_mail_yet() -> None:
    """The message comes again."""
    harness = Harness()
    harness.succeeded()
    harness.ledger.fail_next("entries", UnavailableError("DynamoDB"))
    with pytest.raises(UnavailableError):
        notify(harness)
    assert harness.row().notification.status is MailStatus.DUE
    notify(harness)
    assert len(harness.mailer.sent) == 1
