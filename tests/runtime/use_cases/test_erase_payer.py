"""A person has a payer erased: once, explained, and no mail leaves afterwards."""

import pytest

from runtime.domain.audit import audit
from runtime.domain.email_event import Reason
from runtime.domain.erasure import held_by
from runtime.domain.errors import (
    ConflictError,
    PayerErasedError,
    PaymentMissingError,
    PaymentNotErasableError,
)
from runtime.domain.payment import FINAL, MailStatus, Payment, Status, when_accepted
from runtime.use_cases.erase_payer import erase_payer, read_erasure
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.receive_email_event import receive_email_event
from runtime.use_cases.resend_notification import resend_notification
from runtime.wire.documents import InvalidFieldsError
from runtime.wire.from_domain import payment_object
from tests.fakes.mail import told
from tests.fakes.payments import ID, Harness

JANE = "arn:aws:iam::111122223333:user/jane"


def ask(harness: Harness, reason: str = "TICKET-1") -> Payment:
    """Have the payer erased, as Jane."""
    said = read_erasure({"reason": reason})
    return erase_payer(ID, said, operator=JANE, request_id="r-7", ports=harness.operating())


@pytest.mark.parametrize("status", sorted(FINAL))
def test_the_payer_of_a_final_payment_is_erased(status: Status) -> None:
    """Who asked is an entry and a count; the payment stays what it is, and sound."""
    harness = Harness()
    before = harness.in_status(status)
    after = ask(harness)
    assert (after.status, after.amount, held_by(after)) == (status, before.amount, [])
    entry = harness.ledger.lines[ID][-1]
    assert (entry.actor, entry.request_id) == (f"operator:{JANE}", "r-7")
    assert harness.metrics.counts["PayerErased"] == 1
    assert harness.metrics.counts["MailUndeliverable"] == 0  # Nobody has to be called.
    assert audit(after, harness.ledger.lines[ID]) == []


def test_twice_is_the_same_as_once() -> None:
    """The second writes nothing, and shows the same."""
    harness = Harness()
    harness.told()
    first = ask(harness)
    assert ask(harness, "TICKET-2") == first
    assert harness.ledger.lines[ID][-1].data["reason"] == "TICKET-1"
    assert harness.row().version == first.version
    assert harness.metrics.counts["PayerErased"] == 1


@pytest.mark.parametrize("status", sorted(set(Status) - FINAL))
def test_an_unfinished_one_is_refused(status: Status) -> None:
    """Nothing is written or counted."""
    harness = Harness()
    before = harness.in_status(status)
    with pytest.raises(PaymentNotErasableError):
        ask(harness)
    assert harness.row() == before
    assert harness.metrics.counts["PayerErased"] == 0


def test_an_unknown_payment_is_missing() -> None:
    """Nothing can be erased of what is not there."""
    with pytest.raises(PaymentMissingError):
        ask(Harness())


@pytest.mark.parametrize("reason", ["", " ", "for jane@example.com", "x" * 501])
def test_a_reason_is_one_sentence_without_an_address(reason: str) -> None:
    """It stays in the ledger for ever."""
    harness = Harness()
    before = harness.told()
    with pytest.raises(InvalidFieldsError):
        ask(harness, reason)
    assert harness.row() == before


def test_who_is_late_looks_again() -> None:
    """Two who ask at the same time erase once."""
    harness = Harness()
    harness.told()
    harness.ledger.fail_next("commit", ConflictError("first"))
    assert held_by(ask(harness)) == []


def test_a_row_changed_by_hand_is_written_as_its_entries_say() -> None:
    """An erasure makes no wrong amount look right; a person is called."""
    harness = Harness()
    row = harness.told()
    harness.ledger.rows[ID] = row.model_copy(update={"amount": 1})
    after = ask(harness)
    assert after.amount == row.amount
    assert harness.metrics.counts["RequiresReview"] == 1
    assert audit(after, harness.ledger.lines[ID]) == []


def test_no_mail_leaves_after_it() -> None:
    """A message that was on its way finds nothing due, and nobody can ask for one again."""
    harness = Harness()
    harness.succeeded()
    ask(harness)
    notify_customer(ID, harness.notifying())
    assert harness.mailer.sent == []
    with pytest.raises(PayerErasedError, match="no address to send a mail to"):
        resend_notification(ID, operator=JANE, request_id="r-8", ports=harness.operating())


def test_what_a_hand_puts_back_is_not_written_to() -> None:
    """The entries say erased, whatever the row holds and owes."""
    harness = Harness()
    row = harness.succeeded()
    ask(harness)
    back = {"sealed": row.sealed, "notification": row.notification}
    harness.ledger.rows[ID] = harness.row().model_copy(update=back)
    notify_customer(ID, harness.notifying())
    assert harness.mailer.sent == []
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert harness.ledger.lines[ID][-1].data["reason"] == Reason.ERASED
    harness.ledger.rows[ID] = harness.row().model_copy(update={"sealed": row.sealed})
    with pytest.raises(PayerErasedError):
        resend_notification(ID, operator=JANE, request_id="r-8", ports=harness.operating())
    assert held_by(ask(harness)) == []


def test_a_template_that_broke_is_not_tried_again() -> None:
    """What the mail service says late of a mail to the payer makes none due."""
    harness = Harness()
    record = harness.told().notification
    ask(harness)
    said = told(record.id, record.message_id, Reason.RENDERING_FAILED)
    receive_email_event(said, harness.receiving_email_events())
    assert harness.row().notification.status is MailStatus.UNDELIVERABLE


def test_a_merchant_is_shown_nobody() -> None:
    """Also where it repeats its key: the answer is the first one's, without the payer."""
    harness = Harness()
    harness.told()
    row = ask(harness)
    shown = payment_object(when_accepted(row))
    assert (shown.status, shown.customer.email, shown.customer.locale) == ("queued", "…@…", "und")
    assert (shown.description, shown.reference, shown.metadata) == (None, None, {})
