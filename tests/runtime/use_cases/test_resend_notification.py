"""A mail is sent again when a person asks for it, and under the id that it had."""

import pytest

from runtime.domain.audit import audit
from runtime.domain.errors import (
    ConflictError,
    NotificationNotResendableError,
    PaymentMissingError,
)
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.resend_notification import resend_notification
from tests.fakes.payments import ID, TIMING, World


def ask(world: World) -> Payment:
    """Ask for the mail as Jane."""
    operator = "arn:aws:iam::111122223333:user/jane"
    return resend_notification(
        ID, operator=operator, request_id="request-7", ports=world.operating()
    )


@pytest.mark.parametrize("end", [MailStatus.SENT, MailStatus.UNDELIVERABLE])
def test_the_same_mail_leaves_again(end: MailStatus) -> None:
    """The notifier sends it at once, with the notification id of the first."""
    world = World()
    first = world.told(end).notification
    world.clock.advance(TIMING.give_up + 1)
    asked = ask(world)
    assert asked.notification.status is MailStatus.DUE
    assert world.notification_queue.sent == [(ID, 0)]
    notify_customer(ID, world.notifying())
    assert world.row().notification.status is MailStatus.SENT
    assert [mail.notification_id for mail in world.mailer.sent] == [first.id]


def test_who_asked_is_an_entry_and_a_count() -> None:
    """I9 allows as many extra mails as somebody asked for, so it is known how many."""
    world = World()
    world.told()
    payment = ask(world)
    entry = world.ledger.lines[ID][-1]
    assert entry.actor == "operator:arn:aws:iam::111122223333:user/jane"
    assert entry.data["notification"]["status"] == "due"
    assert world.metrics.counts["NotificationResent"] == 1
    assert audit(payment, world.ledger.lines[ID]) == []


def test_a_mail_on_its_way_is_not_asked_for_again() -> None:
    """Asking twice sends one more mail, not two."""
    world = World()
    world.told()
    before = ask(world)
    with pytest.raises(NotificationNotResendableError, match="notification due"):
        ask(world)
    assert world.row() == before


@pytest.mark.parametrize("status", Status)
def test_without_an_outcome_there_is_nothing_to_send(status: Status) -> None:
    """Open, canceled and parked payments owe no mail; a final one's is on its way already."""
    world = World()
    before = world.in_status(status)
    with pytest.raises(NotificationNotResendableError, match=str(status)):
        ask(world)
    assert world.row() == before
    assert world.notification_queue.sent == []


def test_an_unknown_payment_is_missing() -> None:
    """Nobody is told of a payment that is not there."""
    with pytest.raises(PaymentMissingError):
        ask(World())


def test_who_is_late_looks_again() -> None:
    """Two who ask at the same time send one mail: the second meets `due`."""
    world = World()
    world.told()
    world.ledger.fail_next("commit", ConflictError("first"))
    assert ask(world).notification.status is MailStatus.DUE


def test_a_message_that_can_not_be_sent_is_swept() -> None:
    """The request stands in the ledger, due for the sweeper."""
    world = World()
    world.told()
    world.notification_queue.refusing = True
    assert ask(world).due_at == world.clock.now() + TIMING.first_sweep
    assert world.metrics.counts["SendAfterCommitFailed"] == 1
