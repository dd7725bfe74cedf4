"""A merchant may take back what nobody has claimed."""

import pytest

from runtime.domain import transitions
from runtime.domain.errors import (
    ConflictError,
    PaymentMissingError,
    PaymentNotCancelableError,
)
from runtime.domain.payment import Payment, Status
from runtime.use_cases.cancel_payment import CancelPaymentPorts, cancel_payment
from tests.fakes.payments import ID, REF, TIMING, World


def take_back(world: World, merchant: str = "acme") -> Payment:
    """Cancel the payment as `merchant`."""
    ports = CancelPaymentPorts(ledger=world.ledger, clock=world.clock)
    return cancel_payment(ID, merchant=merchant, request_id="request-2", ports=ports)


def test_a_queued_payment_is_canceled_and_leaves_the_index() -> None:
    """`cancel`: final, no mail, nothing for the sweeper."""
    world = World()
    world.accepted()
    assert take_back(world).status is Status.CANCELED
    assert world.row().due_at is None
    assert world.story() == ["accept", "cancel"]


def test_canceling_again_answers_the_same() -> None:
    """A caller whose answer was lost may ask again."""
    world = World()
    world.canceled()
    assert take_back(world).status is Status.CANCELED
    assert world.story() == ["accept", "cancel"]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.QUEUED, Status.CANCELED}))
def test_a_payment_past_queued_is_not_cancelable(status: Status) -> None:
    """Once an attempt may have left, only the PSP decides."""
    world = World()
    before = world.in_status(status)
    with pytest.raises(PaymentNotCancelableError) as caught:
        take_back(world)
    assert caught.value.status == status
    assert world.row() == before


def test_anothers_payment_looks_like_none() -> None:
    """Another merchant's id and an unknown one are told apart by nobody."""
    world = World()
    with pytest.raises(PaymentMissingError):
        take_back(world)
    world.accepted()
    with pytest.raises(PaymentMissingError):
        take_back(world, merchant="other")


def test_a_cancel_that_loses_to_a_worker_is_refused() -> None:
    """`claim` wins against `cancel`: the second look sees `processing`."""
    world = World()
    payment = world.accepted()
    world.write(transitions.claim(payment, REF, "fake", "other", world.stamp(), TIMING))
    world.ledger.fail_next("commit", ConflictError("first"))
    with pytest.raises(PaymentNotCancelableError):
        take_back(world)
