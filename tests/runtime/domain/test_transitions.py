"""What each transition writes besides the status."""

import pytest

from runtime.domain import transitions
from runtime.domain.ledger import EntryType
from runtime.domain.payment import MailStatus, PaymentError
from runtime.domain.psp import Outcome, OutcomeKind
from tests.fakes.payments import ID, TIMEOUT, TIMING, Harness, paid


@pytest.mark.fault(
    "F24",
    sees="The payment takes longer",
    does="Attempts are counted in the ledger, before the call leaves; receives decide nothing",
    person="raises the concurrency if the alarm on throttles persists",
)
def test_a_claim_is_counted_owned_and_leased() -> None:
    """`claim` opens attempt 1 for one owner, until the lease ends."""
    harness = Harness()
    payment = harness.claimed()
    assert payment.attempt_count == 1
    assert payment.attempt_owner == "other"
    assert payment.lease_until == harness.clock.now() + TIMING.lease
    assert harness.ledger.lines[ID][-1].data["number"] == 1


def test_an_ended_attempt_keeps_its_outcome_and_gives_up_its_lease() -> None:
    """`retry_later` closes the attempt with the reason and frees the payment."""
    payment = Harness().waiting()
    assert payment.attempts[0].outcome == "retryable"
    assert payment.attempts[0].error == PaymentError(code="provider_unavailable")
    assert payment.attempt_owner is None
    assert payment.lease_until is None


def test_a_success_names_its_notification_after_the_final_entry() -> None:
    """The notification's id is the payment's and the number of the `succeeded` entry."""
    harness = Harness()
    payment = harness.succeeded()
    last = harness.ledger.lines[ID][-1]
    assert last.type is EntryType.SUCCEEDED
    assert payment.notification.id == f"{ID}-{last.seq}" == last.data["notification"]
    assert payment.notification.status is MailStatus.DUE
    assert payment.amount_received == payment.amount
    assert payment.error is None


@pytest.mark.parametrize("way", ["decline", "fail", "give_up"])
def test_a_failure_names_its_notification_after_the_final_entry(way: str) -> None:
    """The same for each way to fail."""
    harness, error = Harness(), PaymentError(code="attempts_exhausted")
    match way:
        case "decline":
            no = Outcome(OutcomeKind.DECLINED, "card_declined")
            change = transitions.decline(harness.claimed(), no, harness.stamp(), TIMING)
        case "fail":
            change = transitions.fail(harness.verifying(), error, harness.stamp(), TIMING)
        case _:
            change = transitions.give_up(harness.accepted(), error, harness.stamp(), TIMING)
    last = change.entries[-1]
    assert last.type is EntryType.FAILED
    assert change.after.notification.id == f"{ID}-{last.seq}" == last.data["notification"]


def test_a_decline_keeps_the_psps_words_in_the_ledger() -> None:
    """`decline`'s entries carry our code and the PSP's decline code."""
    harness = Harness()
    harness.failed()
    failed = harness.ledger.lines[ID][-1]
    assert failed.data["error"] == {
        "code": "card_declined",
        "decline_code": "insufficient_funds",
    }


def test_a_parked_payment_owes_no_mail() -> None:
    """`park` leaves the notification at `none`: a person decides first."""
    assert Harness().parked().notification.status is MailStatus.NONE


def test_money_without_a_charge_cannot_be_booked() -> None:
    """`succeed` needs the charge that it books."""
    harness = Harness()
    payment = harness.verifying()
    with pytest.raises(ValueError, match="no charge to book"):
        transitions.succeed(payment, paid(payment, charge=None), (), harness.stamp(), TIMING)
    bare = payment.model_copy(update={"provider": None})
    with pytest.raises(ValueError, match="no charge to book"):
        transitions.succeed(bare, paid(payment), (), harness.stamp(), TIMING)


def test_the_psps_request_id_is_kept_for_support() -> None:
    """An attempt's end names the PSP's request, where it answered with one."""
    harness = Harness()
    outcome = Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited", request_id="req_1")
    payment = harness.claimed()
    change = transitions.retry_later(
        payment, outcome, harness.clock.now() + 1, harness.stamp(), TIMING
    )
    assert change.entries[0].data["provider_request_id"] == "req_1"


def test_an_unknown_outcome_is_still_an_ending() -> None:
    """`read_back` closes the open attempt as unknown."""
    harness = Harness()
    change = transitions.read_back(harness.claimed(), TIMEOUT, harness.stamp(), TIMING)
    assert change.after.attempts[-1].outcome == "unknown"
    assert change.after.verification.status == "pending"
