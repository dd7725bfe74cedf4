"""`reopen` over fakes: a payment that failed, and whose money was taken all the same."""

import pytest

from runtime.domain import state_machine
from runtime.domain.audit import audit, fold
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.domain.psp import Kind, Outcome, PspState
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.recheck_failed_payment import AFTER_MAIL
from runtime.use_cases.scheduling import AFTER_LEASE
from runtime.use_cases.sweep_payments import Swept, sweep_payments
from tests.fakes.payments import ID, REF, TIMING, World

AWAY = Outcome(Kind.UNKNOWN, "provider_unavailable")


@pytest.fixture(name="world")
def _world() -> World:
    """A payment that was declined; its mail is due."""
    world = World()
    world.failed()
    return world


def sound(world: World) -> bool:
    """Whether the ledger's own audit finds nothing."""
    return audit(world.row(), world.ledger.lines[ID]) == []


def sending(world: World) -> Payment:
    """The notifier has claimed the mail."""
    lease_until = world.clock.now() + TIMING.mail_lease
    return world.write(
        state_machine.notify(
            world.row(),
            MailStatus.SENDING,
            world.stamp(),
            due_at=lease_until + TIMING.first_sweep,
            owner="other",
            lease_until=lease_until,
        )
    )


def test_a_failure_that_the_psp_confirms_stays_one(world: World) -> None:
    """The record is read, nothing is written, and the mail that is due is asked for."""
    before = world.row()
    world.psp.set(REF, state=PspState.DECLINED)
    process_payment(ID, world.processing())
    assert world.row() == before
    assert [call.method for call in world.psp.calls if call.method != "prepare"] == ["lookup"]
    assert world.notification_queue.sent == [(ID, 0)]
    assert world.queue.sent == []


def test_money_taken_goes_in_front_of_a_person(world: World) -> None:
    """`reopen`: one write, counted for an alarm; nothing is due and no other charge is made."""
    world.psp.take(REF)
    process_payment(ID, world.processing())
    row = world.row()
    assert (row.status, row.due_at, world.error_code()) == (
        Status.REQUIRES_REVIEW,
        None,
        "verification_mismatch",
    )
    assert all(check.passed for check in row.verification.checks)
    assert world.story()[-1] == "reopen"
    assert world.metrics.counts == {"PaidAfterFailed": 1}
    assert world.psp.called("charge") == []
    assert sound(world)


def test_a_mail_that_was_not_sent_is_not_owed_any_more(world: World) -> None:
    """The payer is not told of a failure that was none."""
    world.psp.take(REF)
    process_payment(ID, world.processing())
    assert world.row().notification.status is MailStatus.NONE
    assert fold(world.ledger.lines[ID]).notification_ids == []
    assert world.notification_queue.sent == []
    notify_customer(ID, world.notifying())
    assert world.mailer.sent == []


def test_a_mail_that_was_sent_stays_on_the_record(world: World) -> None:
    """What the payer was told can't be taken back, and is not forgotten."""
    notify_customer(ID, world.notifying())
    world.psp.take(REF)
    process_payment(ID, world.processing())
    assert world.row().status is Status.REQUIRES_REVIEW
    assert world.row().notification.status is MailStatus.SENT
    assert sound(world)


def test_a_mail_on_its_way_is_waited_for(world: World) -> None:
    """While the notifier's lease runs, it writes first; after it, the claim is void."""
    sending(world)
    world.psp.take(REF)
    process_payment(ID, world.processing())
    process_payment(ID, world.processing())
    assert world.row().status is Status.FAILED
    assert world.queue.sent == [(ID, TIMING.mail_lease + AFTER_MAIL)]
    world.clock.advance(TIMING.mail_lease + AFTER_MAIL)
    process_payment(ID, world.processing())
    assert world.row().status is Status.REQUIRES_REVIEW
    assert world.row().notification.status is MailStatus.NONE
    assert sound(world)


def test_the_notifiers_own_plan_does_not_stand_for_this_one(world: World) -> None:
    """Its copy may have planned a look at the mail already: the payment is looked at as well."""
    sending(world)
    world.psp.take(REF)
    notify_customer(ID, world.notifying())
    process_payment(ID, world.processing())
    assert world.notification_queue.sent == [(ID, TIMING.mail_lease + AFTER_LEASE)]
    assert world.queue.sent == [(ID, TIMING.mail_lease + AFTER_MAIL)]


def test_no_answer_is_asked_for_again_within_a_day(world: World) -> None:
    """On the polling steps, one message however many ask; later the daily reconciliation asks."""
    notify_customer(ID, world.notifying())
    world.psp.script("lookup", [AWAY] * 4)
    for _ in range(3):
        process_payment(ID, world.processing())
    assert world.queue.sent == [(ID, TIMING.polling[0])]
    assert world.row().due_at == world.clock.now() + TIMING.polling[0] + TIMING.first_sweep
    world.clock.advance(TIMING.give_up)
    process_payment(ID, world.processing())
    assert (len(world.queue.sent), world.row().due_at) == (1, None)


def test_a_look_that_was_lost_is_swept_and_an_answer_ends_it(world: World) -> None:
    """The sweeper asks the processor, for no mail is owed; then nothing is due any more."""
    notify_customer(ID, world.notifying())
    world.psp.script("lookup", [AWAY])
    process_payment(ID, world.processing())
    world.queue.sent.clear()
    world.clock.time = world.row().due_at or 0
    assert sweep_payments(world.sweeping()) == Swept(1, 1)
    assert world.queue.sent == [(ID, 0)]
    world.psp.set(REF, state=PspState.DECLINED)
    process_payment(ID, world.processing())
    row = world.row()
    assert (row.status, row.due_at, row.open_shard) == (Status.FAILED, None, None)
    assert sound(world)


def test_while_a_mail_is_owed_its_date_stands(world: World) -> None:
    """Whoever gets no answer then asks for the mail, and moves nothing."""
    before = world.row()
    world.psp.script("lookup", [AWAY])
    process_payment(ID, world.processing())
    assert world.row() == before
    assert (world.notification_queue.sent, world.queue.sent) == ([(ID, 0)], [])


def test_a_payment_that_never_reached_the_psp_is_not_looked_up() -> None:
    """`give_up` leaves no object to read; the mail is asked for all the same."""
    world = World()
    world.accepted()
    world.clock.advance(TIMING.charge_window)
    process_payment(ID, world.processing())
    world.notification_queue.sent.clear()
    process_payment(ID, world.processing())
    assert world.psp.calls == []
    assert world.notification_queue.sent == [(ID, 0)]
