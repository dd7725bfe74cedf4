"""Rows of a shape that no step writes: a record that lacks a time holds nothing up."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from runtime.contract.timing import Timing
from runtime.domain.email_event import Reason
from runtime.domain.errors import (
    ConflictError,
    MailUnderWayError,
    NotificationNotResendableError,
    UnavailableError,
)
from runtime.domain.payment import MailStatus, Payment, PaymentError, Status
from runtime.domain.psp import PspObject, PspState
from runtime.domain.transitions import cancel
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.process_payment_ports import back_off, write
from runtime.use_cases.read_ledger import raw_payment
from runtime.use_cases.receive_email_event import receive_email_event
from runtime.use_cases.resend_notification import resend_notification
from tests.fakes.mail import told
from tests.fakes.payments import ID, REF, TIMING, Harness
from tests.fakes.run import deliver
from tests.fakes.stories import sending


def notification(harness: Harness, **fields: Any) -> None:
    """The record of the row says so."""
    record = harness.row().notification.model_copy(update=fields)
    harness.ledger.rows[ID] = harness.row().model_copy(update={"notification": record})


def test_a_mail_that_is_sent_by_nobody_known_is_sent() -> None:
    """A claim without an end is over."""
    harness = Harness()
    sending(harness)
    notification(harness, lease_until=None)
    notify_customer(ID, harness.notifying())
    assert harness.row().notification.status is MailStatus.SENT


def test_a_mail_without_the_time_since_when_it_is_due_is_tried_from_now_on() -> None:
    """A refusal plans the first step, and a fault of ours brings the mail back."""
    harness = Harness()
    harness.succeeded()
    notification(harness, since=None)
    harness.mailer.fail_next("send", UnavailableError("SES"))
    notify_customer(ID, harness.notifying())
    assert harness.notification_queue.sent == [(ID, TIMING.polling[0])]
    sent = Harness()
    sent.told()
    notification(sent, since=None)
    event = told(sent.row().notification.id, "ses-1", Reason.REJECTED)
    receive_email_event(event, sent.receiving_email_events())
    assert sent.row().notification.status is MailStatus.DUE
    assert sent.row().due_at == sent.clock.now() + TIMING.polling[0]


@pytest.mark.parametrize(
    ("fields", "later", "status"),
    [
        ({}, TIMING.mail_lease - 1, Status.FAILED),
        ({}, TIMING.mail_lease, Status.REQUIRES_REVIEW),
        ({"lease_until": None}, 0, Status.REQUIRES_REVIEW),
        ({"status": MailStatus.DUE}, 0, Status.REQUIRES_REVIEW),
    ],
    ids=["claimed", "over", "without an end", "not begun"],
)
def test_a_failure_that_was_paid_waits_for_a_claim_alone(
    fields: dict[str, Any], later: int, status: Status
) -> None:
    """While the notifier may still write; not a second longer, and for nothing else."""
    harness = Harness()
    sending(harness)
    notification(harness, **fields)
    harness.psp.take(REF)
    harness.clock.advance(later)
    deliver(harness)
    assert harness.row().status is status


def test_an_event_of_another_mail_waits_for_no_claim() -> None:
    """Only the mail that is under way may be the one that is meant."""
    harness = Harness()
    sending(harness)
    ports = harness.receiving_email_events()
    receive_email_event(told(f"{ID}-2", "ses-1", Reason.BOUNCED), ports)
    assert harness.metrics.counts == {"EmailEventOutdated": 1}
    with pytest.raises(MailUnderWayError):
        receive_email_event(told(harness.row().notification.id, "s", Reason.BOUNCED), ports)


def test_no_mail_goes_out_once_more_where_no_outcome_stands() -> None:
    """A failure that was told, and then looked at again: the mail is not true any more."""
    harness = Harness()
    payment = harness.told()
    harness.ledger.rows[ID] = payment.model_copy(update={"status": Status.REQUIRES_REVIEW})
    with pytest.raises(NotificationNotResendableError):
        resend_notification(ID, operator="x", request_id="r", ports=harness.operating())


def test_an_object_of_a_payment_that_is_gone_is_left_alone() -> None:
    """Whoever took the row away knows more; nothing is canceled on the word of nobody."""
    harness = Harness()
    harness.accepted()

    def gone(ref: str) -> PspObject:
        harness.ledger.rows.clear()
        return PspObject(ref)

    harness.psp.script("prepare", [gone])
    deliver(harness)
    assert [call.method for call in harness.psp.calls] == ["prepare"]


def test_who_loses_a_write_is_told_by_a_plain_no() -> None:
    """And sends nothing."""
    harness = Harness()
    payment = harness.accepted()
    harness.ledger.fail_next("commit", ConflictError("moved"))
    change = cancel(payment, harness.stamp())
    assert write(change, harness.processing(), again_in=5) is False
    assert harness.queue.sent == []
    assert write(change, harness.processing(), again_in=5) is True
    assert harness.queue.sent == [(ID, 5)]


def test_a_back_off_is_what_is_planned_or_what_the_psp_asks_for() -> None:
    """The longer one of both; a PSP that asks for nothing adds nothing."""
    harness = Harness()
    ports = harness.processing()
    ports = replace(ports, timing=Timing(back_off=(1, 1, 1), back_off_spread=0))
    assert back_off(1, ports) == 1
    assert back_off(1, ports, 0) == 1
    assert back_off(1, ports, 7) == 7


def test_a_raw_row_holds_plain_values() -> None:
    """What an operator reads is JSON, and nothing that is sealed."""
    harness = Harness()
    harness.claimed()
    raw = raw_payment(harness.row())
    assert (type(raw["status"]), type(raw["attempts"])) == (str, list)
    assert "sealed" not in raw
    assert json.loads(json.dumps(raw)) == raw


@pytest.mark.parametrize(
    ("make", "fields", "asked"),
    [
        (Harness.claimed, {"lease_until": None}, ["lookup"]),
        (Harness.claimed, {"lease_until": 1}, ["lookup"]),
        (Harness.waiting, {"next_attempt_at": None}, ["lookup", "charge", "lookup"]),
        (
            Harness.waiting,
            {"next_attempt_at": 1, "lease_until": 1 << 40},
            ["lookup", "charge", "lookup"],
        ),
    ],
    ids=["no lease", "an old lease", "no plan", "a lease of nobody's"],
)
def test_an_attempt_without_its_times_holds_nobody_back(
    make: Callable[[Harness], Payment], fields: dict[str, Any], asked: list[str]
) -> None:
    """What is open is read back, what waits is tried."""
    harness = Harness()
    make(harness)
    before = len(harness.psp.calls)
    harness.ledger.rows[ID] = harness.row().model_copy(update=fields)
    deliver(harness)
    assert [call.method for call in harness.psp.calls[before:]] == asked


def test_an_earlier_rejection_is_no_reason_of_a_later_attempt() -> None:
    """The last attempt ended without a word, so nobody knows why the object was canceled."""
    harness = Harness()
    row = harness.verifying()
    first = row.attempts[0].model_copy(
        update={"outcome": "rejected", "error": PaymentError(code="provider_rejected")}
    )
    second = row.attempts[0].model_copy(update={"number": 2, "error": None})
    fields = {"attempts": (first, second), "attempt_count": 2, "error": None}
    harness.ledger.rows[ID] = row.model_copy(update=fields)
    harness.psp.set(REF, state=PspState.CANCELED)
    deliver(harness)
    assert harness.error_code() == "provider_error"
