"""The step function over fakes: every row of the retries table."""

import pytest

from runtime.domain.payment import MailStatus, Status
from runtime.domain.psp import Outcome, OutcomeKind, PspState
from runtime.use_cases.process_payment import STEPS
from tests.fakes.payments import ID, REF, TIMEOUT, Harness, paid
from tests.fakes.run import deliver, run_to_rest

REFUSED = Outcome(OutcomeKind.RETRYABLE, "provider_unavailable")
LIMITED = Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited", retry_after=300)
DECLINED = Outcome(OutcomeKind.DECLINED, "card_declined", "insufficient_funds")
REJECTED = Outcome(OutcomeKind.REJECTED, "provider_rejected")
MISCONFIGURED = Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured")


@pytest.fixture(name="harness")
def _harness() -> Harness:
    return Harness()


def test_every_status_has_a_step() -> None:
    """The step function knows what to do with each status there is."""
    assert set(STEPS) == set(Status)


def test_a_good_payment_takes_two_writes_and_one_charge(harness: Harness) -> None:
    """Claim and finalize are the only writes, and the mail is told of once."""
    harness.accepted()
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.ledger.calls.count("commit") == 2
    assert harness.history() == ["accept", "claim", "read_back", "succeed"]
    assert harness.psp.charges == [REF]
    assert harness.notification_queue.sent == [(ID, 0)]
    assert harness.queue.sent == []


def test_the_attempt_is_in_the_ledger_before_the_charge_leaves(harness: Harness) -> None:
    """When the PSP is called to charge, the write-ahead entry is there already."""
    harness.accepted()
    seen: list[int] = []

    def look(ref: str) -> Outcome:
        seen.append(harness.row().attempt_count)
        return harness.psp.lie(ref, Outcome(OutcomeKind.APPROVED))

    harness.psp.script("charge", [look])
    deliver(harness)
    assert seen == [1]


def test_success_books_both_sides(harness: Harness) -> None:
    """The postings of a success sum to zero and name the merchant."""
    harness.accepted()
    deliver(harness)
    postings = [posting for entry in harness.ledger.lines[ID] for posting in entry.postings]
    assert [posting.amount for posting in postings] == [2500, -2500]
    assert postings[1].account == "merchant:acme:payable"


@pytest.mark.fault(
    "F39",
    sees="`failed` with the decline, and one mail",
    does="A decline is never tried again; a repeated message finds a final payment",
)
@pytest.mark.parametrize(
    "outcome", [DECLINED, Outcome(OutcomeKind.DECLINED, "authentication_required")]
)
def test_a_decline_is_final_and_never_retried(harness: Harness, outcome: Outcome) -> None:
    """`decline`: one charge call, `failed` with the PSP's reason, a mail is owed."""
    harness.accepted()
    harness.psp.script("charge", [outcome])
    deliver(harness)
    assert harness.history() == ["accept", "claim", "decline"]
    assert harness.error_code() == outcome.code
    assert harness.row().notification.status is MailStatus.DUE
    assert len(harness.psp.called("charge")) == 1


@pytest.mark.fault(
    "F52",
    sees="`processing`, with the time of the next attempt",
    does=(
        "What was surely not sent is tried again after 10, 40, 160 s; the circuit opens for "
        "the others"
    ),
)
def test_surely_not_charged_waits_and_tries_again(harness: Harness) -> None:
    """`retry_later`: the attempt ends, the next starts after the back-off.

    And begins with a lookup.
    """
    harness.accepted()
    harness.psp.script("charge", [REFUSED])
    deliver(harness)
    assert harness.row().status is Status.PROCESSING
    assert harness.queue.sent == [(ID, 10)]
    assert harness.row().next_attempt_at == harness.clock.now() + 10
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert [call.attempt for call in harness.psp.called("charge")] == [1, 2]


def test_retry_after_wins_where_it_is_longer(harness: Harness) -> None:
    """A 429's `Retry-After` is honoured when it is longer than the back-off."""
    harness.accepted()
    harness.psp.script("charge", [LIMITED])
    deliver(harness)
    assert harness.queue.sent == [(ID, 300)]


def test_three_retries_and_then_success(harness: Harness) -> None:
    """Four attempts are allowed: the fourth may still succeed."""
    harness.accepted()
    harness.psp.script("charge", [REFUSED, REFUSED, REFUSED])
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.row().attempt_count == 4


def test_after_four_attempts_the_object_is_canceled_and_the_payment_fails(harness: Harness) -> None:
    """Attempts run out: canceled at the PSP first, then `failed` as `attempts_exhausted`."""
    harness.accepted()
    harness.psp.script("charge", [REFUSED] * 4)
    run_to_rest(harness)
    assert harness.row().status is Status.FAILED
    assert harness.error_code() == "attempts_exhausted"
    assert harness.psp.book[REF].state is PspState.CANCELED
    assert len(harness.psp.called("charge")) == 4
    assert harness.psp.charges == []


def test_charged_but_the_answer_was_lost(harness: Harness) -> None:
    """No answer is not a no: the read back finds the charge, and there is only one."""
    harness.accepted()
    harness.psp.script("charge", [lambda ref: harness.psp.lie(ref, TIMEOUT)])
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.psp.charges == [REF]
    assert len(harness.psp.called("charge")) == 1


def test_no_answer_and_not_charged_is_tried_again(harness: Harness) -> None:
    """`try_again`: read back as not charged, so a new attempt starts after the back-off."""
    harness.accepted()
    harness.psp.script("charge", [TIMEOUT])
    run_to_rest(harness)
    assert harness.history() == [
        "accept",
        "claim",
        "read_back",
        "try_again",
        "claim_again",
        "read_back",
        "succeed",
    ]
    assert harness.psp.charges == [REF]


def test_pending_is_polled_until_it_is_decided(harness: Harness) -> None:
    """A charge that is processing at the PSP waits in `verifying` and uses no attempt."""
    harness.accepted()
    harness.psp.script("charge", [Outcome(OutcomeKind.PENDING)])
    deliver(harness)
    assert harness.row().status is Status.VERIFYING
    assert harness.queue.sent == [(ID, 5)]
    harness.queue.sent.clear()
    harness.clock.advance(5)
    deliver(harness)
    assert harness.queue.sent == [(ID, 20)]
    harness.psp.take(REF)
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.row().attempt_count == 1


def test_our_credentials_refused_by_the_charge_are_read_back(harness: Harness) -> None:
    """A 401 from the charge is `read_back` with an alarm, not a decline.

    The read waits for the circuit.
    """
    harness.accepted()
    harness.psp.script("charge", [MISCONFIGURED])
    deliver(harness)
    assert harness.row().status is Status.VERIFYING
    assert harness.metrics.counts["PspMisconfigured"] == 1
    assert harness.psp.called("lookup") == []
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED


def test_a_rejection_cancels_before_it_fails(harness: Harness) -> None:
    """`decline` after a 400: the object is canceled first, and engineering is told."""
    harness.accepted()
    harness.psp.script("charge", [REJECTED])
    deliver(harness)
    assert harness.history() == ["accept", "claim", "decline"]
    assert harness.psp.book[REF].state is PspState.CANCELED
    assert harness.metrics.counts["PspRejected"] == 1


def test_a_rejection_without_an_answer_to_cancel_is_not_failed_yet(harness: Harness) -> None:
    """`read_back` instead of `decline` while the cancel has no answer.

    Later it fails as rejected, unretried.
    """
    harness.accepted()
    harness.psp.script("charge", [REJECTED])
    harness.psp.script("cancel", [TIMEOUT])
    deliver(harness)
    assert harness.row().status is Status.VERIFYING
    run_to_rest(harness)
    assert harness.row().status is Status.FAILED
    assert harness.error_code() == "provider_rejected"
    assert len(harness.psp.called("charge")) == 1


@pytest.mark.parametrize("facts", [{}, {"ref": "pi_other", "amount_received": 0, "charge": None}])
def test_a_rejection_whose_cancel_contradicts_itself(
    harness: Harness, facts: dict[str, object]
) -> None:
    """Canceled with money, or canceled and another object: parked at once, not `failed`."""
    payment = harness.accepted()
    harness.psp.script("charge", [REJECTED])
    harness.psp.script("cancel", [paid(payment, **{"state": PspState.CANCELED, **facts})])
    deliver(harness)
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.error_code() == "verification_mismatch"


def test_a_rejection_of_a_payment_that_is_paid_after_all(harness: Harness) -> None:
    """Cancel answers that it is paid: the reducer books it."""
    harness.accepted()
    harness.psp.script("charge", [lambda ref: harness.psp.lie(ref, REJECTED)])
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
