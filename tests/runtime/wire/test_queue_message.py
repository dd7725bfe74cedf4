"""The message that travels in every queue."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from runtime.domain.payment import payment_id
from runtime.wire.queue_message import UnreadableMessageError, decode, encode

ID = payment_id("acme", "key-1")


@given(st.text(), st.text())
def test_every_id_travels(merchant: str, key: str) -> None:
    """What is encoded decodes to the same id."""
    identifier = payment_id(merchant, key)
    assert decode(encode(identifier)) == identifier


def test_the_message_is_a_version_and_an_id() -> None:
    """Nothing else is in it, so nothing sensitive can be."""
    assert json.loads(encode(ID)) == {"v": 1, "payment_id": ID}


@pytest.mark.fault(
    "F15",
    sees="The payment waits",
    does="A message of an unknown version is parked, never guessed; the sweeper sends a new one",
    person="finishes or rolls back the deployment, then empties the dead-letter queue",
)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "not json",
        json.dumps({"payment_id": ID, "v": 2}),
        json.dumps({"payment_id": ID, "v": "1"}),
        json.dumps({"payment_id": ID, "v": True}),
        json.dumps({"payment_id": ID, "v": 1, "amount": 1}),
        json.dumps({"v": 1}),
        json.dumps({"payment_id": ID}),
        json.dumps({"payment_id": 7, "v": 1}),
        json.dumps({"payment_id": ID.upper(), "v": 1}),
        json.dumps({"payment_id": f"{ID}\n", "v": 1}),
        json.dumps({"payment_id": f"x{ID}", "v": 1}),
    ],
)
def test_anything_else_is_unreadable(text: str) -> None:
    """A message of a future version, or no message of ours, is one error without its text."""
    with pytest.raises(UnreadableMessageError) as caught:
        decode(text)
    assert caught.value.__cause__ is None
    assert ID not in str(caught.value)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    """Whatever arrives, the answer is an id or that one error."""
    with pytest.raises(UnreadableMessageError):
        decode(text)


def test_what_is_no_id_is_never_sent() -> None:
    """A mistake of ours stops before it is in a queue."""
    with pytest.raises(ValidationError):
        encode("pay_1")
