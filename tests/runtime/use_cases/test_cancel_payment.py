"""A merchant may take back what nobody has claimed."""

import pytest

from runtime.domain import transitions
from runtime.domain.errors import (
    PaymentMissingError,
    PaymentNotCancelableError,
)
from runtime.domain.payment import Payment, Status
from runtime.use_cases.cancel_payment import CancelPaymentPorts, cancel_payment
from tests.fakes.ledger import OvertakenLedger
from tests.fakes.payments import ID, REF, TIMING, Harness


def take_back(harness: Harness, merchant: str = "acme") -> Payment:
    """Cancel the payment as `merchant`."""
    ports = CancelPaymentPorts(ledger=harness.ledger, clock=harness.clock)
    return cancel_payment(ID, merchant=merchant, request_id="request-2", ports=ports)


def test_a_queued_payment_is_canceled_and_leaves_the_index() -> None:
    """`cancel`: final, no mail, nothing for the sweeper."""
    harness = Harness()
    harness.accepted()
    assert take_back(harness).status is Status.CANCELED
    assert harness.row().due_at is None
    assert harness.history() == ["accept", "cancel"]


def test_canceling_again_answers_the_same() -> None:
    """A caller whose answer was lost may ask again."""
    harness = Harness()
    harness.canceled()
    assert take_back(harness).status is Status.CANCELED
    assert harness.history() == ["accept", "cancel"]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.QUEUED, Status.CANCELED}))
def test_a_payment_past_queued_is_not_cancelable(status: Status) -> None:
    """Once an attempt may have left, only the PSP decides."""
    harness = Harness()
    before = harness.in_status(status)
    with pytest.raises(PaymentNotCancelableError) as caught:
        take_back(harness)
    assert caught.value.status == status
    assert harness.row() == before


def test_anothers_payment_looks_like_none() -> None:
    """Another merchant's id and an unknown one are told apart by nobody."""
    harness = Harness()
    with pytest.raises(PaymentMissingError):
        take_back(harness)
    harness.accepted()
    with pytest.raises(PaymentMissingError):
        take_back(harness, merchant="other")


def test_a_cancel_that_loses_to_a_worker_is_refused() -> None:
    """`claim` wins against `cancel`: the second look sees `processing`."""
    ledger = OvertakenLedger()
    harness = Harness(ledger=ledger)
    payment = harness.accepted()
    ledger.rivals = [transitions.claim(payment, REF, "fake", "other", harness.stamp(), TIMING)]
    with pytest.raises(PaymentNotCancelableError) as caught:
        take_back(harness)
    assert caught.value.status is Status.PROCESSING
    assert harness.history() == ["accept", "claim"]


def test_of_two_cancels_at_once_both_are_answered() -> None:
    """The one that comes second finds the payment canceled, as it asked."""
    ledger = OvertakenLedger()
    harness = Harness(ledger=ledger)
    ledger.rivals = [transitions.cancel(harness.accepted(), harness.stamp())]
    assert take_back(harness).status is Status.CANCELED
    assert harness.history() == ["accept", "cancel"]


def test_the_entry_names_the_merchant_and_the_request() -> None:
    """Who took it back, and in which call."""
    harness = Harness()
    harness.accepted()
    take_back(harness)
    entry = harness.ledger.lines[ID][-1]
    assert (entry.actor, entry.request_id, entry.at) == (
        "merchant:acme",
        "request-2",
        harness.clock.now(),
    )
