"""A check that can't find a lie is no check: each is shown one, and names it."""

import pytest

from runtime.domain.ledger import EntryType, Posting
from runtime.domain.payment import MailStatus, Notification, Status
from simulator import checks
from simulator.book import PAYS
from simulator.by_hand import people_sign, two_decide
from simulator.circuit import waits_use_no_attempt
from simulator.email_event_checks import given_up_for_a_reason, marked_by_its_own_mail
from simulator.erasing import nobody_is_left
from simulator.expiring import nobody_goes_early
from simulator.lies import (
    ID,
    Lie,
    charged_again,
    confirmed_orphan,
    data,
    early_mail,
    entry,
    expired_early,
    finished,
    given_up_early,
    mail,
    marked_by_nobody,
    not_charged,
    one_decided,
    open_object,
    repeated_call,
    row,
    unannounced_call,
    uncalled_attempt,
    unclaimed_mails,
    unseen,
)
from simulator.privacy import nothing_private
from simulator.psp import cancels_own
from simulator.telling_merchants import each_step_is_told
from simulator.word import mails_match, no_contradiction_is_believed

DUE = Notification(status=MailStatus.DUE)
UNBALANCED = (Posting(account="a", amount=1, currency="eur"),)
LIES: list[tuple[checks.Check, str, Lie]] = [
    (checks.one_state, PAYS, row(status=Status.FAILED)),
    (checks.one_state, PAYS, row(amount_received=1)),
    (checks.balanced, PAYS, entry(3, postings=UNBALANCED)),
    (checks.balanced, PAYS, entry(4, postings=())),
    (checks.charged_once, PAYS, charged_again),
    (checks.succeeded_is_charged, PAYS, not_charged),
    (checks.ended_is_closed, "pm_declined", open_object),
    (checks.ended_is_closed, "pm_declined", charged_again),
    (checks.orphans_rest, PAYS, confirmed_orphan),
    (checks.append_only, PAYS, entry(0, actor="somebody")),
    (checks.append_only, PAYS, lambda observed: observed.store.lines[ID].clear()),
    (checks.immutable, PAYS, row(amount=1)),
    (checks.attempts, PAYS, unannounced_call),
    (checks.attempts, PAYS, repeated_call),
    (checks.attempts, PAYS, data(1, number=2)),
    (waits_use_no_attempt, PAYS, uncalled_attempt),
    (checks.allowed_steps, PAYS, data(3, transition="fail")),
    (checks.leases, PAYS, entry(2, request_id="another")),
    (checks.mail_claims, PAYS, unclaimed_mails),
    (checks.mail_waits, PAYS, early_mail),
    (mails_match, PAYS, mail(to="other@example.com")),
    (mails_match, PAYS, mail(template="en-failed")),
    (mails_match, PAYS, mail(fields={"amount": "1.00 EUR", "merchant": "acme"})),
    (mails_match, PAYS, mail(fields={"amount": "€25.00", "merchant": "bolt"})),
    (marked_by_its_own_mail, PAYS, marked_by_nobody),
    (given_up_for_a_reason, PAYS, given_up_early),
    (given_up_for_a_reason, PAYS, expired_early),
    (people_sign, PAYS, entry(2, actor="operator:somebody")),
    (two_decide, PAYS, one_decided),
    (people_sign, PAYS, entry(3, type=EntryType.RESOLVED)),
    (no_contradiction_is_believed, "pm_other_at_read", row(status=Status.SUCCEEDED)),
    (nothing_private, PAYS, data(0, to="payer@example.com")),
    (nobody_is_left, PAYS, entry(4, type=EntryType.ERASED)),
    (nobody_goes_early, PAYS, entry(4, actor="retention", type=EntryType.ERASED, at=0)),
    (nobody_goes_early, PAYS, entry(4, actor="retention")),
    (nothing_private, PAYS, data(1, source=PAYS)),
    (each_step_is_told, PAYS, unseen(entry(4, type=EntryType.VERIFIED))),
    (each_step_is_told, PAYS, unseen(entry(3, type=EntryType.CANCELED))),
    (each_step_is_told, PAYS, unseen(data(4, amount_received=1))),
    (checks.kept_moving, PAYS, row(status=Status.VERIFYING, due_at=None)),
    (checks.kept_moving, PAYS, row(notification=DUE)),
]


@pytest.mark.parametrize(("check", "card", "lie"), LIES)
def test_a_check_finds_the_lie(check: checks.Check, card: str, lie: Lie) -> None:
    """A finished payment is sound; after one lie its check has something to say."""
    observed = finished(card)
    assert checks.look(observed, ID) == []
    lie(observed)
    assert list(check(observed, ID)) != []


def test_every_check_is_shown_a_lie() -> None:
    """No promise is listed without a lie that breaks it."""
    assert {check for _, check in checks.STEP_CHECKS} == {check for check, _, _ in LIES}


def test_a_new_entry_must_match_its_hash() -> None:
    """I6 of an entry that nobody has seen yet."""
    observed = finished()
    observed.seen.clear()
    entry(5, at=0)(observed)
    assert list(checks.append_only(observed, ID)) == ["entry 6 does not match its hash"]


def test_the_object_of_an_open_attempt_is_its_owners() -> None:
    """A cancel by another while the attempt is open is reported; the owner's own is not."""
    observed = finished()
    lines = observed.lines(ID)
    started, ref = lines[1], next(iter(observed.book.intents))
    attempt = observed.store.rows[ID].attempts[0].model_copy(update={"ended_at": None})
    row(status=Status.PROCESSING, attempts=(attempt,))(observed)
    owner = started.request_id
    assert list(cancels_own(observed, ref, owner, started.at)) == []
    assert len(list(cancels_own(observed, ref, "another", started.at))) == 1
