"""The step function in a race: leases, lost claims, lost writes, redeliveries."""

import pytest

from runtime.domain import transitions
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Status
from runtime.domain.psp import Kind, Outcome, PspRecord, PspState
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.scheduling import AFTER_LEASE
from tests.fakes.payments import ID, REF, TIMING, World
from tests.fakes.run import deliver, run_to_rest

DECLINED = Outcome(Kind.DECLINED, "card_declined", "insufficient_funds")
REJECTED = Outcome(Kind.REJECTED, "provider_rejected")
MISCONFIGURED = Outcome(Kind.MISCONFIGURED, "provider_misconfigured")


@pytest.fixture(name="world")
def _world() -> World:
    return World()


@pytest.mark.fault("F17")
def test_a_foreign_lease_is_waited_for(world: World) -> None:
    """While the lease runs only its owner moves the payment; one message comes after its end."""
    payment = world.claimed()
    for _ in range(3):
        deliver(world)
    assert world.row().version == payment.version
    assert world.queue.sent == [(ID, TIMING.lease + AFTER_LEASE)]
    assert world.psp.called("lookup") == []


@pytest.mark.fault(
    "F33",
    sees="`processing`, then `succeeded`; one charge",
    does=(
        "The attempt stands in the ledger since before the call; when its lease is over it "
        "is unknown and read back"
    ),
)
def test_an_attempt_whose_lease_ran_out_is_unknown_and_read_back(world: World) -> None:
    """A worker that died after charging: verified, not repeated."""
    payment = world.claimed()
    world.psp.take(REF)
    world.clock.time = payment.lease_until or 0
    deliver(world)
    assert world.story() == ["accept", "claim", "read_back", "succeed"]
    assert world.psp.called("charge") == []


@pytest.mark.fault(
    "F47",
    sees="One outcome",
    does="The late owner's write fails on its version; the reader's verdict stands",
)
def test_an_owner_that_comes_back_after_its_lease_writes_nothing(world: World) -> None:
    """F47: the late answer loses against the version condition."""
    world.accepted()

    def outlive_the_lease(ref: str) -> Outcome:
        world.psp.take(ref)
        world.clock.advance(TIMING.lease)
        deliver(world)
        return Outcome(Kind.DECLINED, "card_declined")

    world.psp.script("charge", [outlive_the_lease])
    deliver(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.story() == ["accept", "claim", "read_back", "succeed"]


def test_a_late_reader_leaves_the_object_of_anothers_attempt_alone(world: World) -> None:
    """Two workers retry; who reads after the other's charge loses `read_back`, cancels nothing."""
    payment = world.waiting()
    world.clock.time = payment.next_attempt_at or 0

    def meanwhile(ref: str) -> PspRecord:
        world.write(transitions.claim(payment, ref, "fake", "other", world.stamp(), TIMING))
        world.psp.set(ref, state=PspState.NEEDS_PAYER)
        return world.psp.book[ref]

    world.psp.script("lookup", [meanwhile])
    deliver(world)
    assert world.psp.called("cancel") == []
    assert world.story() == ["accept", "claim", "retry_later", "claim_again"]


@pytest.mark.fault(
    "F17",
    sees="One charge",
    does="One claim passes its version condition; who loses it looks at the row and stays away",
)
def test_the_loser_of_a_claim_leaves_the_winners_object_alone(world: World) -> None:
    """Two workers prepare one object; who loses `claim` must not cancel it under the winner."""
    world.accepted()
    ports = world.processing()

    def other_first(ref: str) -> str:
        if len(world.psp.called("prepare")) == 1:
            process_payment(ID, ports)
        return ref

    world.psp.script("prepare", [other_first])
    deliver(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.psp.called("cancel") == []
    assert len(world.psp.called("charge")) == 1


def test_a_claim_refused_by_a_merchants_cancel_cancels_what_was_prepared(world: World) -> None:
    """`cancel` wins against `claim`: the prepared object is canceled, nothing is charged."""
    payment = world.accepted()

    def cancel_first(ref: str) -> str:
        world.write(transitions.cancel(payment, world.stamp()))
        return ref

    world.psp.script("prepare", [cancel_first])
    deliver(world)
    assert world.row().status is Status.CANCELED
    assert world.psp.book[REF].state is PspState.CANCELED
    assert world.psp.called("charge") == []


def test_no_call_starts_without_the_time_to_write_its_answer(world: World) -> None:
    """With too little time left nothing is asked and a new message is sent."""
    world.accepted()
    world.seconds_left = 14.9
    deliver(world)
    assert world.psp.calls == []
    assert world.queue.sent == [(ID, 5)]


@pytest.mark.fault(
    "F44",
    sees="`processing` for longer, then `succeeded`; one charge",
    does="The message is returned; the next worker reads back what the PSP did",
    person="looks at the ledger's throttles, if the alarm persists",
)
def test_a_commit_that_fails_after_the_charge_comes_again(world: World) -> None:
    """F44: the ledger refuses after charging; the message returns and the charge is found."""
    world.accepted()

    def charge_then_lose_the_ledger(ref: str) -> Outcome:
        world.ledger.fail_next("commit", UnavailableError("later"))
        return world.psp.lie(ref, Outcome(Kind.APPROVED))

    world.psp.script("charge", [charge_then_lose_the_ledger])
    with pytest.raises(UnavailableError):
        deliver(world)
    world.clock.advance(TIMING.lease)
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert len(world.psp.charges) == 1


@pytest.mark.fault(
    "F16",
    sees="One charge, one mail",
    does="The ledger's row says what is left to do: after the final write nothing but the mail",
)
@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.FAILED])
def test_a_final_payment_tells_the_notifier_while_its_mail_is_due(
    world: World, status: Status
) -> None:
    """A redelivery after the final write sends the lost message to the notifier, and charges nothing."""
    world.in_status(status)
    deliver(world)
    assert world.notification_queue.sent == [(ID, 0)]
    assert world.psp.called("charge") == []


@pytest.mark.parametrize("status", [Status.CANCELED, Status.REQUIRES_REVIEW])
def test_a_payment_at_rest_is_left_alone(world: World, status: Status) -> None:
    """Canceled and parked payments are acknowledged."""
    payment = world.in_status(status)
    deliver(world)
    assert world.row() == payment
    assert world.notification_queue.sent == []


def test_a_payment_that_is_not_in_the_ledger_is_counted(world: World) -> None:
    """An unknown id is acknowledged with a metric."""
    deliver(world)
    assert world.metrics.counts["UnknownPayment"] == 1


def test_a_message_that_cannot_be_sent_after_the_commit_is_counted(world: World) -> None:
    """Write, then tell: the commit stands, and the sweeper will send."""
    world.accepted()
    world.notification_queue.refusing = True
    deliver(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.metrics.counts["SendAfterCommitFailed"] == 1
    assert world.row().due_at == world.clock.now() + TIMING.first_sweep
