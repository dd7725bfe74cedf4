"""Whose answer to Subscribe is left alone; `tests/fidelity/test_subscriptions.py` has the rest."""

import pytest

from local.emulator.mends.subscriptions import named

WAITS = b"<SubscriptionArn>pending confirmation</SubscriptionArn>"
STANDS = b"<SubscriptionArn>arn:aws:sns:eu-central-1:111122223333:pages:1</SubscriptionArn>"


@pytest.mark.parametrize(
    ("asked", "body"), [("false", WAITS), ("", WAITS), ("true", STANDS), ("true", b"<Error/>")]
)
def test_an_answer_that_needs_no_name_is_left_as_it_is(asked: str, body: bytes) -> None:
    """Nobody asked for the ARN, it is told already, or nobody is subscribed."""
    subscribe = named(lambda _: (200, {}, body))
    assert subscribe({"ReturnSubscriptionArn": [asked]}) == (200, {}, body)
