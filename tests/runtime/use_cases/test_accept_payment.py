"""Accepting: one conditional write, then one message."""

import json

import pytest

from runtime.domain.errors import IdempotencyKeyReusedError, UnavailableError
from runtime.domain.payment import Status, when_accepted
from runtime.use_cases.accept_payment import Accepted, accept_payment
from runtime.use_cases.sent_messages import SentMessages
from runtime.wire.payment_request import read_request
from tests.fakes.payments import ID, METHOD, TIMING, Harness

BODY = {
    "amount": 2500,
    "currency": "eur",
    "payment_method": "pm_card_visa",
    "customer": {"email": "jane@example.com", "name": "Jane", "locale": "pt-BR"},
    "reference": "order-1001",
}


def submit(harness: Harness, *, merchant: str = "acme", body_hash: str = "a" * 64) -> Accepted:
    """Ask for the payment with the key `key-1`."""
    return accept_payment(
        read_request(BODY, ["eur"]),
        merchant=merchant,
        key="key-1",
        body_hashes=[body_hash],
        request_id="request-1",
        tells_merchant=False,
        ports=harness.accepting(),
    )


def test_a_new_payment_is_written_and_then_told() -> None:
    """One row, one entry, one message, in this order."""
    harness = Harness()
    accepted = submit(harness)
    assert not accepted.replayed
    assert accepted.payment.payment_id == ID
    assert harness.row().status is Status.QUEUED
    assert harness.history() == ["accept"]
    assert harness.queue.sent == [(ID, 0)]


@pytest.mark.fault(
    "F1",
    sees="No answer; the same key then finds the payment",
    does="The row is due from its first write: the sweeper sends the message within minutes",
)
def test_the_sweeper_knows_of_it_from_the_first_write() -> None:
    """F1: if the sender dies before its message, the payment is due in two minutes."""
    harness = Harness()
    submit(harness)
    assert harness.row().due_at == harness.clock.now() + TIMING.first_sweep
    assert harness.row().charge_until == harness.clock.now() + TIMING.charge_window


def test_a_payment_is_accepted_even_if_the_queue_is_away() -> None:
    """Write, then send: the send may fail, the payment stands and the failure is counted."""
    harness = Harness()
    harness.queue.refusing = True
    assert submit(harness).payment.status is Status.QUEUED
    assert harness.metrics.counts["SendAfterCommitFailed"] == 1


def test_nothing_is_told_when_the_ledger_refuses() -> None:
    """No write, no message, and the caller learns it."""
    harness = Harness()
    harness.ledger.fail_next("create", UnavailableError("away"))
    with pytest.raises(UnavailableError):
        submit(harness)
    assert harness.queue.sent == []


@pytest.mark.fault(
    "F2",
    sees="The repeat answers 202 with the same payment",
    does="The id follows from merchant and key; a second message finds nothing to do",
)
def test_the_same_request_again_is_the_same_payment() -> None:
    """A replay answers as the first time, and another process sends again while it is queued."""
    harness = Harness()
    first = submit(harness)
    harness.clock.advance(60)
    harness.sent = SentMessages()
    again = submit(harness)
    assert again.replayed
    assert again.payment == first.payment
    assert harness.history() == ["accept"]
    assert harness.queue.sent == [(ID, 0), (ID, 0)]


def test_a_replay_of_a_payment_under_way_shows_it_as_accepted_and_sends_nothing() -> None:
    """The first answer is repeated, whatever happened since."""
    harness = Harness()
    harness.succeeded()
    again = accept_payment(
        read_request(BODY, ["eur"]),
        merchant="acme",
        key="key-1",
        body_hashes=["0" * 64],
        request_id="request-2",
        tells_merchant=False,
        ports=harness.accepting(),
    )
    assert again.payment.status is Status.QUEUED
    assert again.payment.attempts == ()
    assert harness.queue.sent == []
    assert again.payment == when_accepted(harness.row())


@pytest.mark.fault("F4")
def test_the_same_key_with_another_body_is_refused_and_changes_nothing() -> None:
    """F4: the error says when the key was first used."""
    harness = Harness()
    first = submit(harness)
    harness.clock.advance(60)
    with pytest.raises(IdempotencyKeyReusedError) as caught:
        submit(harness, body_hash="b" * 64)
    assert caught.value.first_used == first.payment.created_at
    assert harness.history() == ["accept"]


@pytest.mark.fault("F6")
def test_the_same_key_of_two_merchants_is_two_payments() -> None:
    """F6: a key is scoped by its merchant."""
    harness = Harness()
    assert submit(harness).payment.payment_id != submit(harness, merchant="b").payment.payment_id


def test_what_is_personal_is_sealed_for_its_purpose() -> None:
    """The row holds the address, the name and the token sealed, and beside them the mask."""
    harness = Harness()
    submit(harness)
    row = harness.row()
    assert set(row.sealed) == {"customer", "payment_method"}
    text = row.model_dump_json()
    assert not any(word in text for word in ("jane@", "Jane", "pm_card_visa"))
    opened = harness.cipher.unseal("acme", "customer", row.sealed["customer"])
    assert json.loads(opened.get_secret_value()) == {"email": "jane@example.com", "name": "Jane"}
    assert harness.cipher.unseal("acme", "payment_method", row.sealed["payment_method"]) == METHOD
    assert row.email_masked == "j…@…"
