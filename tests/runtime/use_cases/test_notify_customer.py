"""The payer is told of every final outcome, and a repeat carries the same id."""

from collections.abc import Callable

import pytest

from runtime.domain import state_machine
from runtime.domain.email_event import Reason
from runtime.domain.errors import (
    ConflictError,
    MailAccountRefusedError,
    UnavailableError,
    UnsendableMailError,
)
from runtime.domain.payment import MailStatus, Status
from runtime.domain.ports import Mail
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.scheduling import AFTER_LEASE
from tests.fakes.ledger import OvertakenLedger
from tests.fakes.mail import FakeMailer
from tests.fakes.payments import ID, TIMING, Harness


class SlowMailer(FakeMailer):
    """Refuses for now, and something happens before it does."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def send(self, mail: Mail) -> str:
        """No mail is accepted."""
        self._meanwhile()
        self.fail_next("send", UnavailableError("SES"))
        return super().send(mail)


def notify(harness: Harness) -> None:
    """Deliver one message to the notifier."""
    notify_customer(ID, harness.notifying())


def test_a_due_mail_is_claimed_sent_and_marked() -> None:
    """The claim is written before the mail leaves, and the message id after."""
    harness = Harness()
    harness.succeeded()
    notify(harness)
    assert len(harness.mailer.sent) == 1
    assert harness.history()[-2:] == ["sending", "sent"]
    assert harness.row().notification.message_id == "message-1"
    assert harness.row().due_at is None
    assert harness.row().open_shard is None


def test_a_message_that_comes_twice_sends_one_mail() -> None:
    """After `sent` there is nothing left to do."""
    harness = Harness()
    harness.failed()
    notify(harness)
    notify(harness)
    assert len(harness.mailer.sent) == 1


@pytest.mark.fault(
    "F60",
    sees="The payer may get the mail twice, with one notification id",
    does="When the claim's lease is over the mail is sent again under the same id",
)
@pytest.mark.fault(
    "F61",
    sees="The mail comes a minute late",
    does="When the claim's lease is over the mail is sent",
)
def test_killed_after_the_claim_the_mail_is_sent_again_with_the_same_id() -> None:
    """F60, F61: when the lease has run out the repeat carries the same notification id."""
    harness = Harness()
    payment = harness.succeeded()
    harness.mailer.fail_next("send", TimeoutError(), after=True)
    for _ in range(3):
        notify(harness)
    assert harness.row().notification.status is MailStatus.SENDING
    assert harness.notification_queue.sent == [(ID, TIMING.mail_lease + AFTER_LEASE)]
    notify(harness)
    assert len(harness.mailer.sent) == 1
    harness.clock.advance(TIMING.mail_lease)
    notify(harness)
    assert harness.row().notification.status is MailStatus.SENT
    assert [mail.notification_id for mail in harness.mailer.sent] == [payment.notification.id] * 2


@pytest.mark.fault(
    "F67",
    sees="The mail comes later",
    does="Planned waits as new messages, for 24 h, then `undeliverable` with an alarm",
    person="asks for a higher sending rate",
)
def test_a_service_that_refuses_for_now_is_asked_again_later() -> None:
    """F67: back to `due` on the polling steps, as a new message."""
    harness = Harness()
    harness.succeeded()
    harness.mailer.fail_next("send", UnavailableError("throttled"))
    notify(harness)
    assert harness.row().notification.status is MailStatus.DUE
    assert harness.notification_queue.sent == [(ID, 5)]
    harness.clock.advance(5)
    notify(harness)
    assert harness.row().notification.status is MailStatus.SENT


def test_a_message_before_the_planned_one_does_not_ask_the_service_again() -> None:
    """A repeated message finds nothing due yet: no mail, no entry, no chain of its own."""
    harness = Harness()
    harness.succeeded()
    harness.mailer.fail_next("send", UnavailableError("throttled"))
    notify(harness)
    refused = harness.row()
    harness.clock.advance(4)
    notify(harness)
    assert harness.row() == refused
    assert harness.notification_queue.sent == [(ID, 5)]
    assert harness.mailer.sent == []


def test_a_refusal_of_the_account_rings_and_is_asked_again_for_a_day() -> None:
    """Each refusal is counted, the mail stays due, and only the day's end gives it up."""
    harness = Harness()
    harness.succeeded()
    for _ in range(3):
        harness.mailer.fail_next("send", MailAccountRefusedError("MessageRejected: paused"))
        notify(harness)
        assert harness.row().notification.status is MailStatus.DUE
        harness.clock.advance(TIMING.polling[-1])
    assert harness.metrics.counts == {"MailAccountRefused": 3}
    notify(harness)
    assert harness.row().notification.status is MailStatus.SENT


def test_a_mail_that_is_refused_for_good_is_undeliverable() -> None:
    """Marked with the reason that was given, counted for the alarm, and not swept any more."""
    harness = Harness()
    harness.succeeded()
    harness.mailer.fail_next("send", UnsendableMailError("no", Reason.SUPPRESSED))
    notify(harness)
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert harness.ledger.entries(ID)[-1].data["reason"] == "suppressed"
    assert harness.metrics.counts == {"MailUndeliverable": 1}
    assert harness.row().due_at is None


def test_a_mail_that_was_due_for_a_day_is_undeliverable() -> None:
    """24 h of refusals end in an alarm."""
    harness = Harness()
    harness.succeeded()
    harness.clock.advance(TIMING.give_up)
    notify(harness)
    assert harness.mailer.sent == []
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE


@pytest.mark.parametrize(
    "status", [Status.QUEUED, Status.PROCESSING, Status.CANCELED, Status.REQUIRES_REVIEW]
)
def test_a_payment_that_owes_no_mail_sends_none(status: Status) -> None:
    """Only `succeeded` and `failed` are told."""
    harness = Harness()
    before = harness.in_status(status)
    notify(harness)
    assert harness.mailer.sent == []
    assert harness.row() == before


def test_a_cipher_that_is_away_claims_nothing() -> None:
    """The address is opened before the claim, so the message simply comes again."""
    harness = Harness()
    before = harness.succeeded()
    harness.cipher.fail_next("open", UnavailableError("away"))
    with pytest.raises(UnavailableError):
        notify(harness)
    assert harness.row() == before


def test_an_unknown_payment_is_counted() -> None:
    """A message without a payment is acknowledged with a metric."""
    harness = Harness()
    notify(harness)
    assert harness.metrics.counts["UnknownPayment"] == 1


def test_a_claim_that_comes_second_sends_no_mail() -> None:
    """Whoever wrote first sends it."""
    harness = Harness()
    harness.succeeded()
    harness.ledger.fail_next("commit", ConflictError("first"))
    notify(harness)
    assert harness.mailer.sent == []
    assert harness.row().notification.status is MailStatus.DUE


def test_a_service_that_refuses_whom_the_lease_has_left_plans_nothing() -> None:
    """The next claim is another's: the refusal is theirs to write, and no message is sent."""
    ledger = OvertakenLedger()
    harness = Harness(ledger=ledger)
    harness.succeeded()

    def claimed_again() -> None:
        until = harness.clock.now() + TIMING.mail_lease
        ledger.rivals = [
            state_machine.notify(
                harness.row(),
                MailStatus.SENDING,
                harness.stamp(),
                due_at=until,
                owner="other",
                lease_until=until,
            )
        ]

    harness.mailer = SlowMailer(claimed_again)
    notify(harness)
    assert harness.row().notification.status is MailStatus.SENDING
    assert harness.row().notification.owner == "other"
    assert harness.notification_queue.sent == []
