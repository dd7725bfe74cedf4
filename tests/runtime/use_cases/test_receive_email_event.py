"""What the mail service says is written once, about the mail that the record stands for."""

from collections.abc import Callable
from functools import partial

import pytest

from runtime.domain.audit import audit
from runtime.domain.email_event import Reason
from runtime.domain.errors import MailUnderWayError, UnavailableError
from runtime.domain.payment import MailStatus, Notification, Payment, Status, payment_id
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.receive_email_event import OURS, receive_email_event
from runtime.use_cases.recheck_failed_payment import reopen
from runtime.use_cases.resend_notification import resend_notification
from runtime.wire.queue_message import UnreadableMessageError
from tests.fakes.ledger import FakeLedger
from tests.fakes.mail import told
from tests.fakes.payments import ID, TIMING, Harness, paid

SENT = "ses-1"
PERSON = "arn:aws:iam::111122223333:user/jane"


def receive(harness: Harness, text: str) -> None:
    """One event comes."""
    receive_email_event(text, harness.receiving_email_events())


def bounced(payment: Payment, message_id: str = SENT) -> str:
    """The mail of the payment's record bounced."""
    return told(payment.notification.id, message_id, Reason.BOUNCED)


def nothing_happened(harness: Harness, before: Payment, counted: str) -> None:
    """Row and entries are as they were; the event was counted and no alarm rings."""
    assert harness.row() == before
    assert len(harness.ledger.lines[ID]) == before.version
    assert harness.metrics.counts == {counted: 1}


@pytest.mark.fault(
    "F69",
    sees="`undeliverable` and a reason on the payment, which is final all the same",
    does="SES's event marks the notification of the mail that it names, once, and an alarm rings",
    person="asks the merchant for another way to the payer",
)
@pytest.mark.parametrize("reason", sorted(set(Reason) - OURS))
def test_a_mail_that_did_not_arrive_is_undeliverable(reason: Reason) -> None:
    """`sent` → `undeliverable` with the reason in the entry, and an alarm; I9."""
    harness = Harness()
    payment = harness.told()
    receive(harness, told(payment.notification.id, SENT, reason))
    assert harness.row().status is payment.status
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert harness.row().due_at is None
    entry = harness.ledger.lines[ID][-1]
    assert (entry.actor, entry.data["reason"]) == ("mailer", reason)
    assert harness.metrics.counts == {"MailUndeliverable": 1}
    assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_the_row_keeps_the_shape_that_the_version_before_reads() -> None:
    """Only the status changes on it: why stands in the entry, whose data are free."""
    harness = Harness()
    sent = harness.told()
    receive(harness, bounced(sent))
    marked = sent.notification.model_copy(update={"status": MailStatus.UNDELIVERABLE})
    assert harness.row().notification == marked


def test_an_event_that_comes_twice_changes_nothing_more() -> None:
    """Nor does another one about the same mail: a bounce, and then a complaint."""
    harness = Harness()
    payment = harness.told()
    receive(harness, bounced(payment))
    marked = harness.row()
    receive(harness, bounced(payment))
    receive(harness, told(payment.notification.id, SENT, Reason.COMPLAINED))
    assert harness.row() == marked
    assert harness.metrics.counts == {"MailUndeliverable": 1, "EmailEventOutdated": 2}


@pytest.mark.parametrize("advance", [0, TIMING.mail_lease])
def test_an_event_that_overtakes_the_notifiers_write_comes_again(advance: int) -> None:
    """While the record says `sending` nobody knows which mail it is; the lease is no answer."""
    harness = Harness()
    harness.succeeded()
    harness.mailer.fail_next("send", TimeoutError(), after=True)
    notify_customer(ID, harness.notifying())
    before = harness.row()
    assert before.notification.status is MailStatus.SENDING
    harness.clock.advance(advance)
    with pytest.raises(MailUnderWayError):
        receive(harness, bounced(before))
    assert harness.row() == before
    assert not harness.metrics.counts


def test_a_mail_whose_answer_was_lost_tells_nothing_about_its_repeat() -> None:
    """Two mails carry one notification id; the record stands for the second."""
    harness = Harness()
    payment = harness.succeeded()
    harness.mailer.fail_next("send", TimeoutError(), after=True)
    notify_customer(ID, harness.notifying())
    harness.clock.advance(TIMING.mail_lease)
    notify_customer(ID, harness.notifying())
    sent = harness.row()
    assert sent.notification.message_id == "message-2"
    receive(harness, bounced(payment, "message-1"))
    nothing_happened(harness, sent, "EmailEventOutdated")
    receive(harness, bounced(payment, "message-2"))
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE


def test_an_old_bounce_does_not_touch_a_mail_that_was_sent_again() -> None:
    """The same notification id, due and then sent anew: only the new mail's event counts."""
    harness = Harness()
    old = bounced(harness.told())
    receive(harness, old)
    resend_notification(ID, operator=PERSON, request_id="request-2", ports=harness.operating())
    due = harness.row()
    receive(harness, old)
    assert harness.row() == due
    notify_customer(ID, harness.notifying())
    sent = harness.row()
    receive(harness, old)
    assert harness.row() == sent
    assert sent.notification.status is MailStatus.SENT
    receive(harness, bounced(sent, "message-1"))
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE


def test_an_event_about_an_earlier_outcome_does_not_touch_the_later_one() -> None:
    """The record stands for the later outcome, whose notification has another id."""
    harness = Harness()
    payment = harness.told()
    receive(harness, told(f"{ID}-1", SENT, Reason.BOUNCED))
    nothing_happened(harness, payment, "EmailEventOutdated")


@pytest.mark.parametrize("status", [MailStatus.NONE, MailStatus.DUE, MailStatus.UNDELIVERABLE])
def test_an_event_about_a_mail_that_is_not_the_records_does_nothing(status: MailStatus) -> None:
    """Nothing is owed, or a mail is still to come and has events of its own."""
    harness = Harness()
    payment = harness.told(MailStatus.UNDELIVERABLE)
    record = Notification(status=status, id=payment.notification.id)
    harness.ledger.rows[ID] = before = payment.model_copy(update={"notification": record})
    receive(harness, bounced(payment))
    assert harness.row() == before
    assert harness.metrics.counts == {"EmailEventOutdated": 1}


def test_an_event_that_says_nothing_against_the_delivery_does_nothing() -> None:
    """The payer is out of the office, and has the mail."""
    harness = Harness()
    payment = harness.told()
    receive(harness, told(payment.notification.id, SENT, None))
    nothing_happened(harness, payment, "EmailEventHarmless")


@pytest.mark.parametrize("name", [None, "", "newsletter", ID, f"{ID}-0", f"{ID}-07", f"x{ID}-7"])
def test_an_event_without_our_mark_is_not_ours(name: str | None) -> None:
    """The domain may send other mails too."""
    harness = Harness()
    payment = harness.told()
    receive(harness, told(name, SENT, Reason.BOUNCED))
    nothing_happened(harness, payment, "EmailEventNotOurs")


def test_an_event_about_a_payment_that_is_not_in_the_ledger_is_an_alarm() -> None:
    """It carries our mark, so somebody should look; it would come again for nothing."""
    harness = Harness()
    payment = harness.told()
    receive(harness, told(f"{payment_id('acme', 'other')}-7", SENT, Reason.BOUNCED))
    nothing_happened(harness, payment, "UnknownPayment")


def test_what_cannot_be_read_is_not_acknowledged() -> None:
    """The batch returns it, and in the end it is parked."""
    with pytest.raises(UnreadableMessageError):
        receive(Harness(), "{}")


def test_a_ledger_that_fails_loses_no_event() -> None:
    """It comes again; the alarm rings even if the write's answer is what was lost."""
    harness = Harness()
    payment = harness.told()
    harness.ledger.fail_next("get", UnavailableError("throttled"))
    with pytest.raises(UnavailableError):
        receive(harness, bounced(payment))
    harness.ledger.fail_next("commit", UnavailableError("lost"), after=True)
    with pytest.raises(UnavailableError):
        receive(harness, bounced(payment))
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert harness.metrics.counts["MailUndeliverable"] == 1


class SlowReader(FakeLedger):
    """Between the read and what is done with it, something else happens once."""

    meanwhile: Callable[[], object] | None = None

    def get(self, payment_id: str) -> Payment | None:
        """The row as it was before."""
        found = super().get(payment_id)
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act()
        return found


def test_who_loses_the_race_to_another_change_writes_after_it() -> None:
    """The payment went in front of a person meanwhile: its mail did not arrive all the same."""
    harness = Harness(ledger=SlowReader())
    harness.failed()
    notify_customer(ID, harness.notifying())
    sent = harness.row()
    again = reopen(sent, paid(sent), harness.stamp())
    harness.ledger.meanwhile = partial(harness.write, again)  # type: ignore[attr-defined] # As below.
    receive(harness, bounced(sent, "message-1"))
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_who_loses_the_race_to_a_resend_leaves_it_alone() -> None:
    """What was written in between stands, and the old mail's event is outdated."""
    harness = Harness(ledger=SlowReader())
    old = bounced(harness.told())
    again = partial(
        resend_notification, ID, operator=PERSON, request_id="request-2", ports=harness.operating()
    )
    harness.ledger.meanwhile = again  # type: ignore[attr-defined] # It is the slow one.
    receive(harness, old)
    assert harness.row().notification.status is MailStatus.DUE
    assert harness.metrics.counts["EmailEventOutdated"] == 1
