"""The queue of payments, and who was given which use of it."""

import pytest

from tests._policies import role_allows
from tests.fakes.recorder import program

ACTIONS = ["SendMessage", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "PurgeQueue"]


@pytest.mark.parametrize(
    ("handler", "may"),
    [
        ("accept-payment", "SendMessage"),
        ("process-payment", "SendMessage ReceiveMessage DeleteMessage GetQueueAttributes"),
        ("process-dead-letter", "SendMessage"),
        ("receive-webhook", "SendMessage"),
        ("sweep-payments", "SendMessage GetQueueAttributes"),
        ("reconcile-payments", "SendMessage"),
        ("notify-customer", ""),
        ("read-payments", ""),
        ("cancel-payment", ""),
    ],
)
def test_each_function_uses_the_queue_as_its_work_needs(handler: str, may: str) -> None:
    """Accepting and sweeping send, processing takes too, nobody else comes near."""
    arn = program().named("payments-queue").outputs["arn"]
    found = [
        action
        for action in ACTIONS
        if role_allows(program(), f"tillstack-local-{handler}", f"sqs:{action}", arn)
    ]
    assert found == may.split()
