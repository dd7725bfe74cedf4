"""The payer is told of every final outcome, and a repeat carries the same id."""

import pytest

from runtime.domain.errors import UnavailableError, UnsendableMailError
from runtime.domain.payment import MailStatus, Status
from runtime.use_cases.notify_customer import compose_email, notify_customer
from runtime.use_cases.scheduling import AFTER_LEASE
from tests.fakes.payments import ID, TIMING, World

CUSTOMER: dict[str, str | None] = {"email": "jane@example.com", "name": "Jane"}


def tell(world: World) -> None:
    """Deliver one message to the notifier."""
    notify_customer(ID, world.notifying())


def test_a_due_mail_is_claimed_sent_and_marked() -> None:
    """The claim is written before the mail leaves, and the message id after."""
    world = World()
    world.succeeded()
    tell(world)
    assert len(world.mailer.sent) == 1
    assert world.story()[-2:] == ["sending", "sent"]
    assert world.row().notification.message_id == "message-1"
    assert world.row().due_at is None
    assert world.row().open_shard is None


def test_a_message_that_comes_twice_sends_one_mail() -> None:
    """After `sent` there is nothing left to do."""
    world = World()
    world.failed()
    tell(world)
    tell(world)
    assert len(world.mailer.sent) == 1


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
    world = World()
    payment = world.succeeded()
    world.mailer.fail_next("send", TimeoutError(), after=True)
    for _ in range(3):
        tell(world)
    assert world.row().notification.status is MailStatus.SENDING
    assert world.notification_queue.sent == [(ID, TIMING.mail_lease + AFTER_LEASE)]
    tell(world)
    assert len(world.mailer.sent) == 1
    world.clock.advance(TIMING.mail_lease)
    tell(world)
    assert world.row().notification.status is MailStatus.SENT
    assert [mail.notification_id for mail in world.mailer.sent] == [payment.notification.id] * 2


@pytest.mark.fault(
    "F67",
    sees="The mail comes later",
    does="Planned waits as new messages, for 24 h, then `undeliverable` with an alarm",
    person="asks for a higher sending rate",
)
def test_a_service_that_refuses_for_now_is_asked_again_later() -> None:
    """F67: back to `due` on the polling steps, as a new message."""
    world = World()
    world.succeeded()
    world.mailer.fail_next("send", UnavailableError("throttled"))
    tell(world)
    assert world.row().notification.status is MailStatus.DUE
    assert world.notification_queue.sent == [(ID, 5)]
    world.clock.advance(5)
    tell(world)
    assert world.row().notification.status is MailStatus.SENT


def test_a_message_before_the_planned_one_does_not_ask_the_service_again() -> None:
    """A repeated message finds nothing due yet: no mail, no entry, no chain of its own."""
    world = World()
    world.succeeded()
    world.mailer.fail_next("send", UnavailableError("throttled"))
    tell(world)
    refused = world.row()
    world.clock.advance(4)
    tell(world)
    assert world.row() == refused
    assert world.notification_queue.sent == [(ID, 5)]
    assert world.mailer.sent == []


def test_a_mail_that_is_refused_for_good_is_undeliverable() -> None:
    """Marked, counted for the alarm, and not swept any more."""
    world = World()
    world.succeeded()
    world.mailer.fail_next("send", UnsendableMailError("no"))
    tell(world)
    assert world.row().notification.status is MailStatus.UNDELIVERABLE
    assert world.metrics.counts["MailUndeliverable"] == 1
    assert world.row().due_at is None


def test_a_mail_that_was_due_for_a_day_is_undeliverable() -> None:
    """24 h of refusals end in an alarm."""
    world = World()
    world.succeeded()
    world.clock.advance(TIMING.give_up)
    tell(world)
    assert world.mailer.sent == []
    assert world.row().notification.status is MailStatus.UNDELIVERABLE


@pytest.mark.parametrize(
    "status", [Status.QUEUED, Status.PROCESSING, Status.CANCELED, Status.REQUIRES_REVIEW]
)
def test_a_payment_that_owes_no_mail_sends_none(status: Status) -> None:
    """Only `succeeded` and `failed` are told."""
    world = World()
    before = world.in_status(status)
    tell(world)
    assert world.mailer.sent == []
    assert world.row() == before


def test_a_cipher_that_is_away_claims_nothing() -> None:
    """The address is opened before the claim, so the message simply comes again."""
    world = World()
    before = world.succeeded()
    world.cipher.fail_next("open", UnavailableError("away"))
    with pytest.raises(UnavailableError):
        tell(world)
    assert world.row() == before


def test_an_unknown_payment_is_counted() -> None:
    """A message without a payment is acknowledged with a metric."""
    world = World()
    tell(world)
    assert world.metrics.counts["UnknownPayment"] == 1


@pytest.mark.parametrize(
    ("locale", "template", "amount"),
    [
        ("en", "en-succeeded", "25.00 EUR"),
        ("pt-BR", "pt-succeeded", "25,00 EUR"),
        ("PT", "pt-succeeded", "25,00 EUR"),
        ("de-DE", "en-succeeded", "25.00 EUR"),
    ],
)
def test_the_mail_speaks_the_payers_language_or_english(
    locale: str, template: str, amount: str
) -> None:
    """Portuguese for Portuguese locales, English for all others."""
    payment = World().succeeded().model_copy(update={"locale": locale})
    mail = compose_email(payment, CUSTOMER)
    assert mail.template == template
    assert mail.fields["amount"] == amount


def test_a_payer_without_a_name_is_addressed_all_the_same() -> None:
    """No mail begins with an empty name."""
    mail = compose_email(World().failed(), {"email": "jane@example.com", "name": None})
    assert mail.to == "jane@example.com"
    assert mail.template == "en-failed"
    assert all(mail.fields.values())
