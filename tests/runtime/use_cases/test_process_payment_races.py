"""The step function in a race: leases, lost claims, lost writes, redeliveries."""

import pytest

from runtime.domain import transitions
from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.payment import Status
from runtime.domain.psp import Outcome, OutcomeKind, PspObject, PspRecord, PspState
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.scheduling import AFTER_LEASE
from tests.fakes.payments import ID, REF, TIMING, Harness
from tests.fakes.run import deliver, run_to_rest

DECLINED = Outcome(OutcomeKind.DECLINED, "card_declined", "insufficient_funds")
REJECTED = Outcome(OutcomeKind.REJECTED, "provider_rejected")
MISCONFIGURED = Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured")


@pytest.fixture(name="harness")
def _harness() -> Harness:
    return Harness()


@pytest.mark.fault("F17")
def test_a_foreign_lease_is_waited_for(harness: Harness) -> None:
    """While the lease runs only its owner moves the payment; one message comes after its end."""
    payment = harness.claimed()
    for _ in range(3):
        deliver(harness)
    assert harness.row().version == payment.version
    assert harness.queue.sent == [(ID, TIMING.lease + AFTER_LEASE)]
    assert harness.psp.called("lookup") == []


@pytest.mark.fault(
    "F33",
    sees="`processing`, then `succeeded`; one charge",
    does=(
        "The attempt stands in the ledger since before the call; when its lease is over it "
        "is unknown and read back"
    ),
)
def test_an_attempt_whose_lease_ran_out_is_unknown_and_read_back(harness: Harness) -> None:
    """A worker that died after charging: verified, not repeated."""
    payment = harness.claimed()
    harness.psp.take(REF)
    harness.clock.time = payment.lease_until or 0
    deliver(harness)
    assert harness.history() == ["accept", "claim", "read_back", "succeed"]
    assert harness.psp.called("charge") == []


@pytest.mark.fault(
    "F47",
    sees="One outcome",
    does="The late owner's write fails on its version; the reader's verdict stands",
)
def test_an_owner_that_comes_back_after_its_lease_writes_nothing(harness: Harness) -> None:
    """F47: the late answer loses against the version condition."""
    harness.accepted()

    def outlive_the_lease(ref: str) -> Outcome:
        harness.psp.take(ref)
        harness.clock.advance(TIMING.lease)
        deliver(harness)
        return Outcome(OutcomeKind.DECLINED, "card_declined")

    harness.psp.script("charge", [outlive_the_lease])
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.history() == ["accept", "claim", "read_back", "succeed"]


def test_a_late_reader_leaves_the_object_of_anothers_attempt_alone(harness: Harness) -> None:
    """Two workers retry; who reads after the other's charge loses `read_back`, cancels nothing."""
    payment = harness.waiting()
    harness.clock.time = payment.next_attempt_at or 0

    def meanwhile(ref: str) -> PspRecord:
        harness.write(transitions.claim(payment, ref, "fake", "other", harness.stamp(), TIMING))
        harness.psp.set(ref, state=PspState.NEEDS_PAYER)
        return harness.psp.book[ref]

    harness.psp.script("lookup", [meanwhile])
    deliver(harness)
    assert harness.psp.called("cancel") == []
    assert harness.history() == ["accept", "claim", "retry_later", "claim_again"]


@pytest.mark.fault(
    "F17",
    sees="One charge",
    does="One claim passes its version condition; who loses it looks at the row and stays away",
)
def test_the_loser_of_a_claim_leaves_the_winners_object_alone(harness: Harness) -> None:
    """Two workers prepare one object; who loses `claim` must not cancel it under the winner."""
    harness.accepted()
    ports = harness.processing()

    def other_first(ref: str) -> PspObject:
        if len(harness.psp.called("prepare")) == 1:
            process_payment(ID, ports)
        return PspObject(ref)

    harness.psp.script("prepare", [other_first])
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.psp.called("cancel") == []
    assert len(harness.psp.called("charge")) == 1


def test_a_hand_that_names_another_object_does_not_mislead_the_loser(harness: Harness) -> None:
    """The row is changed after the winner's claim: the entries say whose the object is."""
    payment = harness.accepted()

    def other_first(ref: str) -> PspObject:
        claimed = transitions.claim(payment, ref, "fake", "other", harness.stamp(), TIMING)
        row = harness.write(claimed)
        assert row.provider is not None
        other = row.provider.model_copy(update={"ref": "pi_other"})
        harness.ledger.rows[ID] = row.model_copy(update={"provider": other})
        return PspObject(ref)

    harness.psp.script("prepare", [other_first])
    process_payment(ID, harness.processing())
    assert harness.psp.called("cancel") == []


def test_a_claim_refused_by_a_merchants_cancel_cancels_what_was_prepared(harness: Harness) -> None:
    """`cancel` wins against `claim`: the prepared object is canceled, nothing is charged."""
    payment = harness.accepted()

    def cancel_first(ref: str) -> PspObject:
        harness.write(transitions.cancel(payment, harness.stamp()))
        return PspObject(ref)

    harness.psp.script("prepare", [cancel_first])
    deliver(harness)
    assert harness.row().status is Status.CANCELED
    assert harness.psp.book[REF].state is PspState.CANCELED
    assert harness.psp.called("charge") == []


def test_no_call_starts_without_the_time_to_write_its_answer(harness: Harness) -> None:
    """With too little time left nothing is asked and a new message is sent."""
    harness.accepted()
    harness.seconds_left = 14.9
    deliver(harness)
    assert harness.psp.calls == []
    assert harness.queue.sent == [(ID, 5)]
    assert harness.metrics.counts["StepOutOfTime"] == 1


@pytest.mark.fault(
    "F44",
    sees="`processing` for longer, then `succeeded`; one charge",
    does="The message is returned; the next worker reads back what the PSP did",
    person="looks at the ledger's throttles, if the alarm persists",
)
def test_a_commit_that_fails_after_the_charge_comes_again(harness: Harness) -> None:
    """F44: the ledger refuses after charging; the message returns and the charge is found."""
    harness.accepted()

    def charge_then_lose_the_ledger(ref: str) -> Outcome:
        harness.ledger.fail_next("commit", UnavailableError("later"))
        return harness.psp.lie(ref, Outcome(OutcomeKind.APPROVED))

    harness.psp.script("charge", [charge_then_lose_the_ledger])
    with pytest.raises(UnavailableError):
        deliver(harness)
    harness.clock.advance(TIMING.lease)
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert len(harness.psp.charges) == 1


@pytest.mark.fault(
    "F16",
    sees="One charge, one mail",
    does="The ledger's row says what is left to do: after the final write nothing but the mail",
)
@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.FAILED])
def test_a_final_payment_tells_the_notifier_while_its_mail_is_due(
    harness: Harness, status: Status
) -> None:
    """A redelivery after the final write sends the lost message to the notifier.

    And charges nothing.
    """
    harness.in_status(status)
    deliver(harness)
    assert harness.notification_queue.sent == [(ID, 0)]
    assert harness.psp.called("charge") == []


@pytest.mark.parametrize("status", [Status.CANCELED, Status.REQUIRES_REVIEW])
def test_a_payment_at_rest_is_left_alone(harness: Harness, status: Status) -> None:
    """Canceled and parked payments are acknowledged."""
    payment = harness.in_status(status)
    deliver(harness)
    assert harness.row() == payment
    assert harness.notification_queue.sent == []


def test_a_payment_that_is_not_in_the_ledger_is_counted(harness: Harness) -> None:
    """An unknown id is acknowledged with a metric."""
    deliver(harness)
    assert harness.metrics.counts["UnknownPayment"] == 1


def test_a_message_that_cannot_be_sent_after_the_commit_is_counted(harness: Harness) -> None:
    """Write, then send: the commit stands, and the sweeper will send."""
    harness.accepted()
    harness.notification_queue.refusing = True
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.metrics.counts["SendAfterCommitFailed"] == 1
    assert harness.row().due_at == harness.clock.now() + TIMING.first_sweep


def test_a_reader_that_comes_second_asks_the_psp_nothing(harness: Harness) -> None:
    """The lease ran out for two at once; whoever wrote first reads the record."""
    harness.clock.time = harness.claimed().lease_until or 0
    harness.ledger.fail_next("commit", ConflictError("first"))
    deliver(harness)
    assert harness.history() == ["accept", "claim"]
    assert harness.psp.called("lookup") == []
