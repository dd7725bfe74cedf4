"""`reopen` over fakes: a payment that failed, and whose money was taken all the same."""

from contextlib import suppress

import pytest

from runtime.contract.fixed_times import FIXED
from runtime.domain import state_machine
from runtime.domain.audit import audit, fold
from runtime.domain.errors import ConflictError, TillstackError, UnavailableError
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.domain.psp import Outcome, OutcomeKind, PspState
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.recheck_failed_payment import AFTER_MAIL
from runtime.use_cases.scheduling import AFTER_LEASE
from runtime.use_cases.sweep_payments import Swept, sweep_payments
from tests.fakes.payments import ID, REF, TIMING, Harness, paid

AWAY = Outcome(OutcomeKind.UNKNOWN, "provider_unavailable")


@pytest.fixture(name="harness")
def _harness() -> Harness:
    """A payment that was declined; its mail is due."""
    harness = Harness()
    harness.failed()
    return harness


def sound(harness: Harness) -> bool:
    """Whether the ledger's own audit finds nothing."""
    return audit(harness.row(), harness.ledger.lines[ID]) == []


def sending(harness: Harness) -> Payment:
    """The notifier has claimed the mail."""
    lease_until = harness.clock.now() + TIMING.mail_lease
    return harness.write(
        state_machine.notify(
            harness.row(),
            MailStatus.SENDING,
            harness.stamp(),
            due_at=lease_until + TIMING.first_sweep,
            owner="other",
            lease_until=lease_until,
        )
    )


def test_a_failure_that_the_psp_confirms_stays_one(harness: Harness) -> None:
    """The record is read, nothing is written, and the mail that is due is asked for."""
    before = harness.row()
    harness.psp.set(REF, state=PspState.DECLINED)
    process_payment(ID, harness.processing())
    assert harness.row() == before
    assert [call.method for call in harness.psp.calls if call.method != "prepare"] == ["lookup"]
    assert harness.notification_queue.sent == [(ID, 0)]
    assert harness.queue.sent == []


def test_money_taken_goes_in_front_of_a_person(harness: Harness) -> None:
    """`reopen`: one write, counted for an alarm; no message is due and no charge is made."""
    harness.psp.take(REF)
    process_payment(ID, harness.processing())
    row = harness.row()
    assert (row.status, row.due_at, harness.error_code()) == (
        Status.REQUIRES_REVIEW,
        row.updated_at + FIXED.review_waits,
        "verification_mismatch",
    )
    assert all(check.passed for check in row.verification.checks)
    assert harness.history()[-1] == "reopen"
    assert harness.metrics.counts == {"PaidAfterFailed": 1}
    assert harness.psp.called("charge") == []
    assert sound(harness)


def test_a_mail_that_was_not_sent_is_not_owed_any_more(harness: Harness) -> None:
    """The payer is not told of a failure that was none."""
    harness.psp.take(REF)
    process_payment(ID, harness.processing())
    assert harness.row().notification.status is MailStatus.NONE
    assert fold(harness.ledger.lines[ID]).notification_ids == []
    assert harness.notification_queue.sent == []
    notify_customer(ID, harness.notifying())
    assert harness.mailer.sent == []


def test_a_mail_that_was_sent_stays_on_the_record(harness: Harness) -> None:
    """What the payer was told can't be taken back, and is not forgotten."""
    notify_customer(ID, harness.notifying())
    harness.psp.take(REF)
    process_payment(ID, harness.processing())
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.row().notification.status is MailStatus.SENT
    assert sound(harness)


def test_a_mail_on_its_way_is_waited_for(harness: Harness) -> None:
    """While the notifier's lease runs, it writes first; after it, the claim is void."""
    sending(harness)
    harness.psp.take(REF)
    process_payment(ID, harness.processing())
    process_payment(ID, harness.processing())
    assert harness.row().status is Status.FAILED
    assert harness.queue.sent == [(ID, TIMING.mail_lease + AFTER_MAIL)]
    harness.clock.advance(TIMING.mail_lease + AFTER_MAIL)
    process_payment(ID, harness.processing())
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.row().notification.status is MailStatus.NONE
    assert sound(harness)


def test_the_notifiers_own_plan_does_not_stand_for_this_one(harness: Harness) -> None:
    """Its copy may have planned a look at the mail already: the payment is looked at as well."""
    sending(harness)
    harness.psp.take(REF)
    notify_customer(ID, harness.notifying())
    process_payment(ID, harness.processing())
    assert harness.notification_queue.sent == [(ID, TIMING.mail_lease + AFTER_LEASE)]
    assert harness.queue.sent == [(ID, TIMING.mail_lease + AFTER_MAIL)]


def test_no_answer_is_asked_for_again_within_a_day(harness: Harness) -> None:
    """On the polling steps, one message however many ask; later the daily reconciliation asks."""
    notify_customer(ID, harness.notifying())
    harness.psp.script("lookup", [AWAY] * 4)
    for _ in range(3):
        process_payment(ID, harness.processing())
    assert harness.queue.sent == [(ID, TIMING.polling[0])]
    assert harness.row().due_at == harness.clock.now() + TIMING.polling[0] + TIMING.first_sweep
    harness.clock.advance(TIMING.give_up)
    process_payment(ID, harness.processing())
    assert (len(harness.queue.sent), harness.row().due_at) == (1, None)


def test_an_answer_about_another_object_reopens_nothing(harness: Harness) -> None:
    """Its money is not this payment's; the payment's own object is asked for again."""
    notify_customer(ID, harness.notifying())
    harness.psp.script("lookup", [paid(harness.row(), ref="pi_other")])
    process_payment(ID, harness.processing())
    assert harness.row().status is Status.FAILED
    assert harness.queue.sent == [(ID, TIMING.polling[0])]


def test_a_look_that_was_lost_is_swept_and_an_answer_ends_it(harness: Harness) -> None:
    """The sweeper asks the processor, for no mail is owed; then nothing is due any more."""
    notify_customer(ID, harness.notifying())
    harness.psp.script("lookup", [AWAY])
    process_payment(ID, harness.processing())
    harness.queue.sent.clear()
    harness.clock.time = harness.row().due_at or 0
    assert sweep_payments(harness.sweeping()) == Swept(1, 1)
    assert harness.queue.sent == [(ID, 0)]
    harness.psp.set(REF, state=PspState.DECLINED)
    process_payment(ID, harness.processing())
    row = harness.row()
    assert (row.status, row.due_at, row.open_shard) == (Status.FAILED, None, None)
    assert sound(harness)


def test_while_a_mail_is_owed_its_date_stands(harness: Harness) -> None:
    """Whoever gets no answer then asks for the mail, and moves nothing."""
    before = harness.row()
    harness.psp.script("lookup", [AWAY])
    process_payment(ID, harness.processing())
    assert harness.row() == before
    assert (harness.notification_queue.sent, harness.queue.sent) == ([(ID, 0)], [])


def test_a_payment_that_never_reached_the_psp_is_not_looked_up() -> None:
    """`give_up` leaves no object to read; the mail is asked for all the same."""
    harness = Harness()
    harness.accepted()
    harness.clock.advance(TIMING.charge_window)
    process_payment(ID, harness.processing())
    harness.notification_queue.sent.clear()
    process_payment(ID, harness.processing())
    assert harness.psp.calls == []
    assert harness.notification_queue.sent == [(ID, 0)]


def test_a_mail_that_is_being_sent_is_left_to_its_notifier(harness: Harness) -> None:
    """The PSP confirms the failure: nothing is written, sent or planned."""
    before = sending(harness)
    harness.psp.set(REF, state=PspState.DECLINED)
    process_payment(ID, harness.processing())
    assert harness.row() == before
    assert (harness.notification_queue.sent, harness.queue.sent) == ([], [])


@pytest.mark.parametrize(
    "error", [ConflictError("first"), UnavailableError("lost")], ids=["second", "no answer"]
)
def test_money_rings_before_it_is_written(harness: Harness, error: TillstackError) -> None:
    """No answer may be lost with its alarm; who comes second rings once too often."""
    harness.psp.take(REF)
    harness.ledger.fail_next("commit", error)
    with suppress(UnavailableError):
        process_payment(ID, harness.processing())
    assert harness.row().status is Status.FAILED
    assert harness.metrics.counts == {"PaidAfterFailed": 1}


def test_a_row_that_a_hand_changed_is_read_by_its_entries(harness: Harness) -> None:
    """It names another object; the one that was charged is looked at, and the row is mended."""
    named = harness.row().provider
    assert named is not None
    harness.psp.take(REF)
    changed = {"provider": named.model_copy(update={"ref": "pi_other"}), "amount": 9900}
    harness.ledger.rows[ID] = harness.row().model_copy(update=changed)
    process_payment(ID, harness.processing())
    row = harness.row()
    assert (row.status, row.provider, row.amount) == (Status.REQUIRES_REVIEW, named, 2500)
    assert [call.ref for call in harness.psp.called("lookup")] == [REF]
    assert sound(harness)


def test_a_failure_that_waits_for_nothing_is_left_as_it_is(harness: Harness) -> None:
    """Told, confirmed by the PSP, and no look planned: a message more changes nothing."""
    notify_customer(ID, harness.notifying())
    harness.psp.set(REF, state=PspState.DECLINED)
    before, calls = harness.row(), len(harness.ledger.calls)
    process_payment(ID, harness.processing())
    assert harness.row() == before
    assert set(harness.ledger.calls[calls:]) == {"get", "entries"}
