"""The EventBus port over EventBridge."""

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import ANY, Stubber
from moto import mock_aws

from runtime.adapters.eventbridge_bus import LOOK_EVERY, MOST_BYTES, EventBridgeBus
from runtime.domain.bus_ports import BusEvent
from runtime.domain.errors import UnavailableError
from runtime.domain.events import events_of
from runtime.wire.events import event_object
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import AS_NOBODY, replies_lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_events import EventBridgeClient

NAME = "tillstack-test-events"
ARN = f"arn:aws:events:eu-west-1:123456789012:event-bus/{NAME}"


@pytest.fixture(name="events")
def _events() -> "Iterator[EventBridgeClient]":
    with mock_aws():
        client = boto3.client("events", **AS_NOBODY)
        client.create_event_bus(Name=NAME)
        yield client


def told(**fields: object) -> list[BusEvent]:
    """The three events of a payment that was charged; with `fields`, the one of an acceptance."""
    harness = Harness()
    if fields:
        harness.accepted(**fields)
    else:
        harness.succeeded()
    return [BusEvent("acme", each) for each in events_of(harness.row(), harness.ledger.lines[ID])]


def test_an_event_comes_to_a_rule_of_the_bus(events: "EventBridgeClient") -> None:
    """Under our source and its type, at its own time, with its merchant beside it."""
    sqs = boto3.client("sqs", **AS_NOBODY)
    url = sqs.create_queue(QueueName="reader")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    pattern = json.dumps({"source": ["tillstack"], "detail-type": ["payment.succeeded"]})
    events.put_rule(Name="paid", EventBusName=NAME, EventPattern=pattern)
    events.put_targets(
        Rule="paid",
        EventBusName=NAME,
        Targets=[{"Id": "1", "Arn": arn["QueueArn"]}],
    )
    put = told()
    assert EventBridgeBus(events, ARN).put(put) == [None, None, None]
    [message] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    got, last = json.loads(message["Body"]), put[-1].event
    assert (got["source"], got["detail-type"]) == ("tillstack", "payment.succeeded")
    assert got["detail"] == {**event_object(last).model_dump(mode="json"), "merchant": "acme"}


def test_of_each_event_it_is_said_why_it_was_refused(events: "EventBridgeClient") -> None:
    """In their order; the others are there."""
    answer: dict[str, Any] = {
        "FailedEntryCount": 1,
        "Entries": [
            {"EventId": "1"},
            {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"},
            {"EventId": "3"},
        ],
    }
    with Stubber(events) as stub:
        stub.add_response("describe_event_bus", {"Arn": ARN}, {"Name": NAME})
        stub.add_response("put_events", answer, {"Entries": ANY})
        assert EventBridgeBus(events, ARN).put(told()) == [None, "ThrottlingException", None]
        stub.assert_no_pending_responses()


def test_no_request_is_larger_than_eventbridge_takes(events: "EventBridgeClient") -> None:
    """Ten entries at most, and no more text than its bound; order and number stay."""
    note = {f"note-{number}": "\N{HANGUL SYLLABLE HAN}" * 500 for number in range(20)}
    large, sizes = told(metadata=note)[0], []

    def measured(params: Any, **_: Any) -> None:
        sizes.append([len(each["Detail"].encode()) for each in params["Entries"]])

    events.meta.events.register("provide-client-params.events.PutEvents", measured)
    assert EventBridgeBus(events, ARN).put([large] * 25) == [None] * 25
    assert sum(map(len, sizes)) == 25
    assert all(len(each) <= 10 and sum(each) <= MOST_BYTES for each in sizes)
    assert len(sizes[0]) == MOST_BYTES // sizes[0][0]
    assert EventBridgeBus(events, ARN).put(told() * 7) == [None] * 21
    assert [len(each) for each in sizes[-3:]] == [10, 10, 1]


def test_a_lost_reply_is_unavailable(events: "EventBridgeClient") -> None:
    """They may be there, and are put again."""
    with replies_lost(events, "events.PutEvents"), pytest.raises(UnavailableError):
        EventBridgeBus(events, ARN).put(told())


def test_nothing_is_put_on_a_bus_that_is_gone(events: "EventBridgeClient") -> None:
    """EventBridge would take it and drop it; what is due stays due until there is one again."""
    puts, now = [], [0.0]
    events.meta.events.register("before-call.events.PutEvents", lambda **_: puts.append(now[0]))
    bus = EventBridgeBus(events, ARN, clock=lambda: now[0])
    bus.put(told())
    events.delete_event_bus(Name=NAME)
    now[0] = LOOK_EVERY
    for _ in range(2):
        with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
            bus.put(told())
    assert puts == [0]
    events.create_event_bus(Name=NAME)
    assert bus.put(told()) == [None] * 3


def test_a_bus_is_looked_for_once_a_minute(events: "EventBridgeClient") -> None:
    """Not with every request: its quota is the account's."""
    looks, now = [], [0.0]
    events.meta.events.register(
        "before-call.events.DescribeEventBus", lambda **_: looks.append(now[0])
    )
    bus = EventBridgeBus(events, ARN, clock=lambda: now[0])
    for now[0] in (0, 1, LOOK_EVERY - 1, LOOK_EVERY, LOOK_EVERY + 1):
        bus.put(told())
    assert looks == [0, LOOK_EVERY]
