"""Whoever reads a stack's bus; what it hears of payments is tried in the journeys."""

import json

import pytest

from local.stack.bus_reader import reading
from local.stack.collect import ON_BUS, TO_ENDPOINTS, watched
from local.stack.stack import LocalStack
from tests._wait import until

pytestmark = pytest.mark.emulator


def test_a_stack_without_a_bus_has_no_reader(stack: LocalStack) -> None:
    """Nothing is made for it, and nobody waits for what would come."""
    with reading(stack) as reader:
        assert reader is None
        assert watched(stack, reader) == ()


def test_what_is_put_comes_until_the_reader_ends(telling_stack: LocalStack) -> None:
    """Of our source alone, as it was put; afterwards neither rule nor queue is left."""
    events, sqs = (telling_stack.emulator.client(each) for each in ("events", "sqs"))
    bus = telling_stack.outputs["event_bus_arn"]
    entry = {"EventBusName": bus, "DetailType": "x", "Detail": json.dumps({"n": 1})}
    with reading(telling_stack) as reader:
        assert reader
        assert watched(telling_stack, reader) == (TO_ENDPOINTS, ON_BUS)
        events.put_events(Entries=[{**entry, "Source": each} for each in ("other", "tillstack")])
        until(lambda: any(each["detail"] == {"n": 1} for each in reader.came()), 30)
        assert {each["source"] for each in reader.came()} == {"tillstack"}
    assert events.list_rules(EventBusName=bus)["Rules"] == []
    assert not [each for each in sqs.list_queues().get("QueueUrls", ()) if each.endswith("/reader")]
