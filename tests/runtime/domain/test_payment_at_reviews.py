"""A payment at an earlier version, where people, a hand and lost mails were at work."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from local.stack.merchant_events import shown
from runtime.domain.email_event import Reason
from runtime.domain.events import events_of
from runtime.domain.payment import MailStatus, Status
from runtime.domain.payment_at import payment_at
from runtime.domain.psp import Outcome, OutcomeKind, PspState
from runtime.domain.state_machine import notify
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.process_payment import process_payment
from runtime.wire.events import Event, event_object
from tests.fakes.payments import ID, REF, Harness
from tests.runtime.use_cases.test_resend_notification import ask
from tests.runtime.use_cases.test_resolve_review import FAILED, parked, resolve


def changed_before_the_charge() -> Harness:
    """`set_aside`, and failed by a person without the provider."""
    harness = Harness()
    harness.ledger.rows[ID] = harness.accepted().model_copy(update={"amount": 9900})
    process_payment(ID, harness.processing())
    resolve(harness, FAILED)
    return harness


def changed_after_the_charge() -> Harness:
    """`read_back` and `park` in one commit, for terms that changed."""
    harness = Harness()
    harness.waiting()
    harness.clock.advance(10)
    harness.ledger.rows[ID] = harness.row().model_copy(update={"currency": "usd"})
    process_payment(ID, harness.processing())
    return harness


def booked_by_a_person() -> Harness:
    """All of the money, and every check passed."""
    harness = parked(state=PspState.PAID)
    resolve(harness)
    return harness


def booked_with_another_sum() -> Harness:
    """A person accepts what differs."""
    harness = parked(state=PspState.PAID, amount_received=2400)
    resolve(harness)
    return harness


def not_charged() -> Harness:
    """The provider's object says why."""
    no = Outcome(OutcomeKind.DECLINED, "card_declined", "lost_card")
    harness = parked(state=PspState.DECLINED, decline=no)
    resolve(harness, FAILED)
    return harness


def paid_after_it_failed(mail: MailStatus) -> Harness:
    """`reopen` after a mail that is due, was sent or is undeliverable; then a person books it."""
    harness = Harness()
    harness.failed()
    if mail is MailStatus.SENT:
        notify_customer(ID, harness.notifying())
    if mail is MailStatus.UNDELIVERABLE:
        lost(harness)
    harness.psp.take(REF)
    process_payment(ID, harness.processing())
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.row().notification.status is (MailStatus.NONE if mail == "due" else mail)
    resolve(harness)
    return harness


def lost(harness: Harness, reason: Reason = Reason.BOUNCED) -> None:
    """The mail that is due can't be delivered."""
    end: dict[str, Any] = {"due_at": None, "owner": None, "lease_until": None}
    to, stamp = MailStatus.UNDELIVERABLE, harness.stamp()
    harness.write(notify(harness.row(), to, stamp, reason=reason, **end))


def lost_twice() -> Harness:
    """A mail that bounced, was asked for again, and expired; each time for its own reason."""
    harness = Harness()
    harness.succeeded()
    lost(harness)
    harness.clock.advance(60)
    ask(harness)
    lost(harness, Reason.EXPIRED)
    return harness


BEGUN = ["accepted", "processing"]
BOOKED = [*BEGUN, "requires_review", "succeeded"]
REOPENED = [*BEGUN, "failed", "requires_review", "succeeded"]
LOST = "notification_undeliverable"
STORIES: dict[str, tuple[Callable[[], Harness], list[str]]] = {
    "set aside": (changed_before_the_charge, ["accepted", "requires_review", "failed"]),
    "changed after the charge": (changed_after_the_charge, [*BEGUN, "requires_review"]),
    "booked": (booked_by_a_person, BOOKED),
    "another sum": (booked_with_another_sum, BOOKED),
    "not charged": (not_charged, [*BEGUN, "requires_review", "failed"]),
    "reopened, due": (partial(paid_after_it_failed, MailStatus.DUE), REOPENED),
    "reopened, sent": (partial(paid_after_it_failed, MailStatus.SENT), REOPENED),
    "reopened, lost": (
        partial(paid_after_it_failed, MailStatus.UNDELIVERABLE),
        [*BEGUN, "failed", LOST, "requires_review", "succeeded"],
    ),
    "lost twice": (lost_twice, [*BEGUN, "succeeded", LOST, LOST]),
}
ALL = pytest.mark.parametrize(("play", "types"), STORIES.values(), ids=STORIES)


@ALL
def test_each_version_is_rebuilt(play: Callable[[], Harness], types: list[str]) -> None:
    """As its row was written then, from the row at the end."""
    harness = play()
    entries = harness.ledger.lines[ID]
    for change in harness.ledger.changes:
        then = payment_at(harness.row(), entries[: change.after.version])
        assert shown(then) == shown(change.after)
    assert len(harness.ledger.changes) >= len(types)


@ALL
def test_each_event_is_told_once_and_stays(play: Callable[[], Harness], types: list[str]) -> None:
    """What was told after a change is told in the same bytes after each later one."""
    harness = play()
    told = list[Event]()
    for change in harness.ledger.changes:
        known = harness.ledger.lines[ID][: change.after.version]
        now = [event_object(each) for each in events_of(change.after, known)]
        assert now[: len(told)] == told
        assert [each.created for each in now[len(told) :]] in ([], [change.after.updated_at])
        told = now
    assert [each.type.removeprefix("payment.") for each in told] == types


def test_each_lost_mail_has_its_own_reason() -> None:
    """As the payment said it then; and what follows says that it is still so."""
    told = events_of((twice := lost_twice()).row(), twice.ledger.lines[ID])
    assert [each.undeliverable for each in told[-2:]] == ["bounced", "expired"]
    reopened = paid_after_it_failed(MailStatus.UNDELIVERABLE)
    told = events_of(reopened.row(), reopened.ledger.lines[ID])
    assert [each.undeliverable for each in told[-3:]] == ["bounced", "bounced", None]
