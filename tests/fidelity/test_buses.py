"""A bus's policy: the bare emulator writes its own, and ours what it is given."""

import json

import pytest
from ministack.services import eventbridge

from local.emulator.emulator import Emulator

pytestmark = pytest.mark.emulator

POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "events:*", "Resource": "*"}
        ],
    }
)


def test_bare_a_document_becomes_a_statement_that_lets_everybody_put_events() -> None:
    """When an upgrade mends it, this fails and `local/emulator/mends/buses.py` can go."""
    eventbridge._put_permission({"EventBusName": "bare", "Policy": POLICY})
    (said,) = eventbridge._event_bus_policies["bare"]["Statement"]
    assert (said["Effect"], said["Principal"]) == ("Allow", "*")


def test_ours_keeps_the_document(emulator: Emulator) -> None:
    """As AWS does."""
    events = emulator.client("events")
    events.create_event_bus(Name="kept")
    events.put_permission(EventBusName="kept", Policy=POLICY)
    assert json.loads(events.describe_event_bus(Name="kept")["Policy"]) == json.loads(POLICY)
