"""A mail is sent again when a person asks for it, and under the id that it had."""

import pytest

from runtime.domain.audit import audit
from runtime.domain.errors import (
    ConflictError,
    NotificationNotResendableError,
    PayerErasedError,
    PaymentMissingError,
)
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.resend_notification import resend_notification
from tests.fakes.payments import ID, TIMING, Harness


def ask(harness: Harness) -> Payment:
    """Ask for the mail as Jane."""
    operator = "arn:aws:iam::111122223333:user/jane"
    return resend_notification(
        ID, operator=operator, request_id="request-7", ports=harness.operating()
    )


@pytest.mark.parametrize("end", [MailStatus.SENT, MailStatus.UNDELIVERABLE])
def test_the_same_mail_leaves_again(end: MailStatus) -> None:
    """The notifier sends it at once, with the notification id of the first."""
    harness = Harness()
    first = harness.told(end).notification
    harness.clock.advance(TIMING.give_up + 1)
    asked = ask(harness)
    assert asked.notification.status is MailStatus.DUE
    assert harness.notification_queue.sent == [(ID, 0)]
    notify_customer(ID, harness.notifying())
    assert harness.row().notification.status is MailStatus.SENT
    assert [mail.notification_id for mail in harness.mailer.sent] == [first.id]


def test_who_asked_is_an_entry_and_a_count() -> None:
    """I9 allows as many extra mails as somebody asked for, so it is known how many."""
    harness = Harness()
    harness.told()
    payment = ask(harness)
    entry = harness.ledger.lines[ID][-1]
    assert entry.actor == "operator:arn:aws:iam::111122223333:user/jane"
    assert entry.data["notification"]["status"] == "due"
    assert harness.metrics.counts["NotificationResent"] == 1
    assert audit(payment, harness.ledger.lines[ID]) == []


def test_a_mail_on_its_way_is_not_asked_for_again() -> None:
    """Asking twice sends one more mail, not two."""
    harness = Harness()
    harness.told()
    before = ask(harness)
    with pytest.raises(NotificationNotResendableError, match="notification due"):
        ask(harness)
    assert harness.row() == before


@pytest.mark.parametrize("status", Status)
def test_without_an_outcome_there_is_nothing_to_send(status: Status) -> None:
    """Open, canceled and parked payments owe no mail; a final one's is on its way already."""
    harness = Harness()
    before = harness.in_status(status)
    with pytest.raises(NotificationNotResendableError, match=str(status)):
        ask(harness)
    assert harness.row() == before
    assert harness.notification_queue.sent == []


def test_a_row_without_an_address_is_sent_nothing() -> None:
    """Also where no entry tells of an erasure: a hand has emptied it."""
    harness = Harness()
    harness.ledger.rows[ID] = harness.told().model_copy(update={"sealed": {}})
    with pytest.raises(PayerErasedError):
        ask(harness)
    assert harness.notification_queue.sent == []


def test_an_unknown_payment_is_missing() -> None:
    """Nobody is told of a payment that is not there."""
    with pytest.raises(PaymentMissingError):
        ask(Harness())


def test_who_is_late_looks_again() -> None:
    """Two who ask at the same time send one mail: the second meets `due`."""
    harness = Harness()
    harness.told()
    harness.ledger.fail_next("commit", ConflictError("first"))
    assert ask(harness).notification.status is MailStatus.DUE


def test_a_message_that_can_not_be_sent_is_swept() -> None:
    """The request stands in the ledger, due for the sweeper."""
    harness = Harness()
    harness.told()
    harness.notification_queue.refusing = True
    assert ask(harness).due_at == harness.clock.now() + TIMING.first_sweep
    assert harness.metrics.counts["SendAfterCommitFailed"] == 1
