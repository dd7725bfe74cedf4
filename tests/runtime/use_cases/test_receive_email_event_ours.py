"""What the mail service says of a mail that no address is to blame for."""

import pytest

from runtime.domain.audit import audit
from runtime.domain.email_event import Reason
from runtime.domain.errors import ConflictError
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.receive_email_event import OURS, receive_email_event
from runtime.use_cases.sweep_payments import sweep_payments
from tests.fakes.mail import told
from tests.fakes.payments import ID, TIMING, Harness

SENT = "ses-1"


def receive(harness: Harness, payment: Payment, reason: Reason) -> None:
    """The service says this of the mail that the payment's record stands for."""
    event = told(payment.notification.id, SENT, reason)
    receive_email_event(event, harness.receiving_email_events())


@pytest.mark.parametrize("reason", sorted(OURS))
def test_a_mail_that_broke_for_a_reason_of_ours_is_due_again_for_a_day(reason: Reason) -> None:
    """A template that can't be filled is no word about an address: an alarm, and another try."""
    harness = Harness()
    payment = harness.told()
    receive(harness, payment, reason)
    due = harness.row()
    assert (due.status, due.notification.status) == (payment.status, MailStatus.DUE)
    assert due.notification.since == payment.notification.since
    assert due.due_at == harness.clock.now() + TIMING.polling[0]
    assert harness.metrics.counts == {"MailAccountRefused": 1}
    assert audit(due, harness.ledger.lines[ID]) == []
    receive(harness, payment, reason)
    assert harness.row() == due
    harness.clock.advance(TIMING.polling[0])
    assert sweep_payments(harness.sweeping()).sent == 1
    notify_customer(ID, harness.notifying())
    assert harness.row().notification.status is MailStatus.SENT
    assert harness.row().notification.id == payment.notification.id


@pytest.mark.parametrize("reason", sorted(OURS))
def test_a_mail_that_broke_for_a_day_is_undeliverable(reason: Reason) -> None:
    """Nobody mended it: the day counts from when the mail was first due."""
    harness = Harness()
    payment = harness.told()
    harness.clock.advance(TIMING.give_up)
    receive(harness, payment, reason)
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert harness.ledger.lines[ID][-1].data["reason"] == reason
    assert harness.metrics.counts == {"MailUndeliverable": 1}


@pytest.mark.parametrize("reason", sorted(OURS))
def test_no_mail_is_due_again_about_an_outcome_that_a_person_looks_at(reason: Reason) -> None:
    """The payment went in front of a person: what the mail said may not be so."""
    harness = Harness()
    payment = harness.told()
    review = payment.model_copy(update={"status": Status.REQUIRES_REVIEW})
    harness.ledger.rows[ID] = review
    receive(harness, payment, reason)
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE


def test_who_loses_the_race_looks_again() -> None:
    """What another wrote first is met by a second look, and the alarm has rung."""
    harness = Harness()
    payment = harness.told()
    harness.ledger.fail_next("commit", ConflictError("first"))
    receive(harness, payment, Reason.REJECTED)
    assert harness.row().notification.status is MailStatus.DUE
    assert harness.metrics.counts == {"MailAccountRefused": 2}
