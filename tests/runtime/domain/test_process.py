"""The step function over fakes: every row of the retries table, and every race it can lose."""

import pytest

from runtime.domain import moves
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import MailStatus, Status
from runtime.domain.process import STEPS, process
from runtime.domain.psp import Kind, Outcome, PspState
from tests.fakes.payments import ID, REF, TIMEOUT, TIMING, World

REFUSED = Outcome(Kind.RETRYABLE, "provider_unavailable")
LIMITED = Outcome(Kind.RETRYABLE, "provider_rate_limited", retry_after=300)
DECLINED = Outcome(Kind.DECLINED, "card_declined", "insufficient_funds")
REJECTED = Outcome(Kind.REJECTED, "provider_rejected")
MISCONFIGURED = Outcome(Kind.MISCONFIGURED, "provider_misconfigured")


@pytest.fixture(name="world")
def _world() -> World:
    return World()


def run(world: World) -> None:
    """Deliver one message."""
    process(ID, world.processing())


def run_to_rest(world: World) -> None:
    """Deliver what was sent, in time, until nothing is waiting any more."""
    run(world)
    for _ in range(200):
        if not world.queue.sent:
            return
        _, delay = world.queue.sent.pop(0)
        world.clock.advance(delay)
        run(world)
    pytest.fail("The payment never came to rest.")


def test_every_status_has_a_step() -> None:
    """The step function knows what to do with each status there is."""
    assert set(STEPS) == set(Status)


def test_a_good_payment_takes_two_writes_and_one_charge(world: World) -> None:
    """Claim and settle are the only writes, and the mail is told of once."""
    world.accepted()
    run(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.ledger.calls.count("commit") == 2
    assert world.story() == ["T1", "T2", "T4", "T6"]
    assert world.psp.charges == [REF]
    assert world.outbox.sent == [(ID, 0)]
    assert world.queue.sent == []


def test_the_attempt_is_in_the_ledger_before_the_charge_leaves(world: World) -> None:
    """When the PSP is called to charge, the write-ahead entry is there already."""
    world.accepted()
    seen: list[int] = []

    def look(ref: str) -> Outcome:
        seen.append(world.row().attempt_count)
        return world.psp.lie(ref, Outcome(Kind.APPROVED))

    world.psp.script("charge", [look])
    run(world)
    assert seen == [1]


def test_success_books_both_sides(world: World) -> None:
    """The postings of a success sum to zero and name the merchant."""
    world.accepted()
    run(world)
    postings = [posting for entry in world.ledger.lines[ID] for posting in entry.postings]
    assert [posting.amount for posting in postings] == [2500, -2500]
    assert postings[1].account == "merchant:acme:payable"


@pytest.mark.parametrize("outcome", [DECLINED, Outcome(Kind.DECLINED, "authentication_required")])
def test_a_decline_is_final_and_never_retried(world: World, outcome: Outcome) -> None:
    """T5: one charge call, `failed` with the PSP's reason, a mail is owed."""
    world.accepted()
    world.psp.script("charge", [outcome])
    run(world)
    assert world.story() == ["T1", "T2", "T5"]
    assert world.error_code() == outcome.code
    assert world.row().notification.status is MailStatus.DUE
    assert len(world.psp.called("charge")) == 1


def test_surely_not_charged_waits_and_tries_again(world: World) -> None:
    """T3: the attempt ends, the next starts after the back-off, and begins with a lookup."""
    world.accepted()
    world.psp.script("charge", [REFUSED])
    run(world)
    assert world.row().status is Status.PROCESSING
    assert world.queue.sent == [(ID, 10)]
    assert world.row().next_attempt_at == world.clock.now() + 10
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert [call.attempt for call in world.psp.called("charge")] == [1, 2]


def test_retry_after_wins_where_it_is_longer(world: World) -> None:
    """A 429's `Retry-After` is honoured when it is longer than the back-off."""
    world.accepted()
    world.psp.script("charge", [LIMITED])
    run(world)
    assert world.queue.sent == [(ID, 300)]


def test_three_retries_and_then_success(world: World) -> None:
    """Four attempts are allowed: the fourth may still succeed."""
    world.accepted()
    world.psp.script("charge", [REFUSED, REFUSED, REFUSED])
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.row().attempt_count == 4


def test_after_four_attempts_the_object_is_canceled_and_the_payment_fails(world: World) -> None:
    """Attempts run out: canceled at the PSP first, then `failed` as `attempts_exhausted`."""
    world.accepted()
    world.psp.script("charge", [REFUSED] * 4)
    run_to_rest(world)
    assert world.row().status is Status.FAILED
    assert world.error_code() == "attempts_exhausted"
    assert world.psp.book[REF].state is PspState.CANCELED
    assert len(world.psp.called("charge")) == 4
    assert world.psp.charges == []


def test_charged_but_the_answer_was_lost(world: World) -> None:
    """No answer is not a no: the read back finds the charge, and there is only one."""
    world.accepted()
    world.psp.script("charge", [lambda ref: world.psp.lie(ref, TIMEOUT)])
    run(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.psp.charges == [REF]
    assert len(world.psp.called("charge")) == 1


def test_no_answer_and_not_charged_is_tried_again(world: World) -> None:
    """T7: read back as not charged, so a new attempt starts after the back-off."""
    world.accepted()
    world.psp.script("charge", [TIMEOUT])
    run_to_rest(world)
    assert world.story() == ["T1", "T2", "T4", "T7", "T2b", "T4", "T6"]
    assert world.psp.charges == [REF]


def test_pending_is_polled_until_it_is_decided(world: World) -> None:
    """A charge that is processing at the PSP waits in `verifying` and uses no attempt."""
    world.accepted()
    world.psp.script("charge", [Outcome(Kind.PENDING)])
    run(world)
    assert world.row().status is Status.VERIFYING
    assert world.queue.sent == [(ID, 5)]
    world.queue.sent.clear()
    world.clock.advance(5)
    run(world)
    assert world.queue.sent == [(ID, 20)]
    world.psp.take(REF)
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.row().attempt_count == 1


def test_our_credentials_refused_by_the_charge_are_read_back(world: World) -> None:
    """A 401 from the charge is T4 with an alarm, not a decline."""
    world.accepted()
    world.psp.script("charge", [MISCONFIGURED])
    world.psp.script("lookup", [MISCONFIGURED])
    run(world)
    assert world.row().status is Status.VERIFYING
    assert world.meter.counts["PspMisconfigured"] == 2


def test_a_rejection_cancels_before_it_fails(world: World) -> None:
    """T5 after a 400: the object is canceled first, and engineering is told."""
    world.accepted()
    world.psp.script("charge", [REJECTED])
    run(world)
    assert world.story() == ["T1", "T2", "T5"]
    assert world.psp.book[REF].state is PspState.CANCELED
    assert world.meter.counts["PspRejected"] == 1


def test_a_rejection_without_an_answer_to_cancel_is_not_failed_yet(world: World) -> None:
    """T4 instead of T5 while the cancel has no answer; later it fails as rejected, unretried."""
    world.accepted()
    world.psp.script("charge", [REJECTED])
    world.psp.script("cancel", [TIMEOUT])
    run(world)
    assert world.row().status is Status.VERIFYING
    run_to_rest(world)
    assert world.row().status is Status.FAILED
    assert world.error_code() == "provider_rejected"
    assert len(world.psp.called("charge")) == 1


def test_a_rejection_of_a_payment_that_is_paid_after_all(world: World) -> None:
    """Cancel answers that it is paid: the reducer books it."""
    world.accepted()
    world.psp.script("charge", [lambda ref: world.psp.lie(ref, REJECTED)])
    run(world)
    assert world.row().status is Status.SUCCEEDED


@pytest.mark.parametrize("outcome", [DECLINED, REJECTED])
def test_a_prepare_that_is_refused_for_good_fails_without_an_attempt(
    world: World, outcome: Outcome
) -> None:
    """T13: no attempt was made, and a mail is owed."""
    world.accepted()
    world.psp.script("prepare", [outcome])
    run(world)
    assert world.story() == ["T1", "T13"]
    assert world.row().attempt_count == 0
    assert world.row().notification.status is MailStatus.DUE


@pytest.mark.parametrize("outcome", [TIMEOUT, REFUSED, LIMITED, MISCONFIGURED])
def test_a_prepare_without_an_answer_waits_and_counts_nothing(
    world: World, outcome: Outcome
) -> None:
    """The payment stays queued, on the polling steps, with no entry written."""
    payment = world.accepted()
    world.psp.script("prepare", [outcome])
    run(world)
    assert world.row().version == payment.version
    assert world.row().due_at == world.clock.now() + 5 + TIMING.first_sweep
    assert world.queue.sent == [(ID, 5)]


def test_a_queued_payment_is_not_charged_after_its_window(world: World) -> None:
    """T13 where the window passed before anybody claimed it; the PSP is not called."""
    payment = world.accepted()
    world.clock.time = payment.charge_until
    run(world)
    assert world.story() == ["T1", "T13"]
    assert world.psp.calls == []


def test_a_waiting_payment_is_not_charged_after_its_window(world: World) -> None:
    """T4, then T8: canceled at the PSP and failed, with one attempt made."""
    payment = world.waiting()
    world.clock.time = payment.charge_until
    run(world)
    assert world.story() == ["T1", "T2", "T3", "T4", "T8"]
    assert world.error_code() == "charge_window_passed"
    assert world.psp.called("charge") == []


def test_a_message_that_comes_too_early_changes_nothing(world: World) -> None:
    """Before `next_attempt_at` the message is acknowledged and `due_at` stands."""
    payment = world.waiting()
    run(world)
    assert world.row() == payment
    assert world.queue.sent == []


def test_a_retry_whose_lookup_gets_no_answer_waits(world: World) -> None:
    """T2b begins with a read; without an answer nothing is claimed."""
    payment = world.waiting()
    world.clock.advance(10)
    world.psp.script("lookup", [TIMEOUT])
    run(world)
    assert world.row().version == payment.version
    assert world.psp.called("charge") == []


def test_a_retry_that_finds_the_payment_paid_books_it(world: World) -> None:
    """A late confirm is found by the lookup before the next attempt: no second charge call."""
    world.waiting()
    world.psp.take(REF)
    world.clock.advance(10)
    run(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.psp.called("charge") == []


def test_a_confirm_that_lands_after_the_read_is_found(world: World) -> None:
    """F46: attempts used, read says not charged, the late confirm lands: cancel reveals it."""
    world.accepted()
    world.psp.script("charge", [REFUSED, REFUSED, REFUSED, TIMEOUT])

    def land(ref: str) -> object:
        return world.psp.take(ref)

    world.psp.script("cancel", [land])
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.psp.charges == [REF]


def test_a_foreign_lease_is_waited_for(world: World) -> None:
    """While the lease runs only its owner moves the payment; the message comes for its end."""
    payment = world.claimed()
    run(world)
    assert world.row().version == payment.version
    assert world.queue.sent == [(ID, TIMING.lease)]
    assert world.psp.called("lookup") == []


def test_an_attempt_whose_lease_ran_out_is_unknown_and_read_back(world: World) -> None:
    """A worker that died after charging: verified, not repeated."""
    payment = world.claimed()
    world.psp.take(REF)
    world.clock.time = payment.lease_until or 0
    run(world)
    assert world.story() == ["T1", "T2", "T4", "T6"]
    assert world.psp.called("charge") == []


def test_an_owner_that_comes_back_after_its_lease_writes_nothing(world: World) -> None:
    """F47: the late answer loses against the version condition."""
    world.accepted()

    def outlive_the_lease(ref: str) -> Outcome:
        world.psp.take(ref)
        world.clock.advance(TIMING.lease)
        run(world)
        return Outcome(Kind.DECLINED, "card_declined")

    world.psp.script("charge", [outlive_the_lease])
    run(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.story() == ["T1", "T2", "T4", "T6"]


def test_the_loser_of_a_claim_leaves_the_winners_object_alone(world: World) -> None:
    """Two workers prepare one object; who loses T2 must not cancel it under the winner."""
    world.accepted()
    ports = world.processing()

    def other_first(ref: str) -> str:
        if len(world.psp.called("prepare")) == 1:
            process(ID, ports)
        return ref

    world.psp.script("prepare", [other_first])
    run(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.psp.called("cancel") == []
    assert len(world.psp.called("charge")) == 1


def test_a_claim_refused_by_a_merchants_cancel_cancels_what_was_prepared(world: World) -> None:
    """T11 wins against T2: the prepared object is canceled, nothing is charged."""
    payment = world.accepted()

    def cancel_first(ref: str) -> str:
        world.write(moves.cancel(payment, world.stamp()))
        return ref

    world.psp.script("prepare", [cancel_first])
    run(world)
    assert world.row().status is Status.CANCELED
    assert world.psp.book[REF].state is PspState.CANCELED
    assert world.psp.called("charge") == []


def test_no_call_starts_without_the_time_to_write_its_answer(world: World) -> None:
    """With too little time left nothing is asked and a new message is sent."""
    world.accepted()
    world.seconds_left = 14.9
    run(world)
    assert world.psp.calls == []
    assert world.queue.sent == [(ID, 5)]


def test_a_commit_that_fails_after_the_charge_comes_again(world: World) -> None:
    """F44: the ledger refuses after charging; the message returns and the charge is found."""
    world.accepted()

    def charge_then_lose_the_ledger(ref: str) -> Outcome:
        world.ledger.fail_next("commit", UnavailableError("later"))
        return world.psp.lie(ref, Outcome(Kind.APPROVED))

    world.psp.script("charge", [charge_then_lose_the_ledger])
    with pytest.raises(UnavailableError):
        run(world)
    world.clock.advance(TIMING.lease)
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert len(world.psp.charges) == 1


@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.FAILED])
def test_a_settled_payment_tells_the_notifier_while_its_mail_is_due(
    world: World, status: Status
) -> None:
    """A redelivery after the settle sends the lost message to the notifier, and charges nothing."""
    world.in_status(status)
    run(world)
    assert world.outbox.sent == [(ID, 0)]
    assert world.psp.called("charge") == []


@pytest.mark.parametrize("status", [Status.CANCELED, Status.REQUIRES_REVIEW])
def test_a_payment_at_rest_is_left_alone(world: World, status: Status) -> None:
    """Canceled and parked payments are acknowledged."""
    payment = world.in_status(status)
    run(world)
    assert world.row() == payment
    assert world.outbox.sent == []


def test_a_payment_that_is_not_in_the_ledger_is_counted(world: World) -> None:
    """An unknown id is acknowledged with a metric."""
    run(world)
    assert world.meter.counts["UnknownPayment"] == 1


def test_a_message_that_cannot_be_sent_after_the_commit_is_counted(world: World) -> None:
    """Write, then tell: the commit stands, and the sweeper will send."""
    world.accepted()
    world.outbox.refusing = True
    run(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.meter.counts["SendAfterCommitFailed"] == 1
    assert world.row().due_at == world.clock.now() + TIMING.first_sweep
