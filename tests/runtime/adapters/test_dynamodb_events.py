"""The DueEvents port over DynamoDB."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from runtime.adapters.dynamodb_events import DynamoDbEvents, due_puts
from runtime.adapters.dynamodb_told_events import DynamoDbToldEvents
from runtime.domain.delivery import (
    WELL,
    DeliveryStatus,
    Due,
    EndpointHealth,
    Lane,
    became,
)
from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.event_store import EventPlace
from runtime.domain.payment import event_lane
from runtime.domain.state_machine import Change
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import EVENTS, contended, patience, replies_lost, telling_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

LANE = Lane("acme", 0)
NOW = 1_795_341_600


def due(number: int, at: int = NOW, lane: Lane = LANE) -> Due:
    """One of several events."""
    return Due(lane, at, f"evt_a_{number}", "payment.accepted", at)


@pytest.fixture(name="events")
def _events(client: "DynamoDBClient") -> DynamoDbEvents:
    return DynamoDbEvents(client, EVENTS, patience())


def put(client: "DynamoDBClient", *all_due: Due) -> None:
    """Make these due."""
    client.transact_write_items(TransactItems=due_puts(EVENTS, all_due))


def test_the_longest_due_is_first(client: "DynamoDBClient", events: DynamoDbEvents) -> None:
    """Of one lane, until now, and no more than were asked for."""
    other = Lane("acme", 1)
    put(client, due(3, NOW), due(1, NOW - 9), due(2, NOW - 5), due(4, NOW + 1), due(5, lane=other))
    assert events.due(LANE, NOW, 8) == [due(1, NOW - 9), due(2, NOW - 5), due(3, NOW)]
    assert events.due(LANE, NOW, 2) == [due(1, NOW - 9), due(2, NOW - 5)]
    assert events.due(Lane("bistro", 0), NOW, 8) == []


def test_what_was_taken_is_due_no_more(client: "DynamoDBClient", events: DynamoDbEvents) -> None:
    """And is told."""
    put(client, due(1))
    told = became(due(1), DeliveryStatus.DELIVERED, attempts=1, last_at=NOW, answer="200")
    events.finish(due(1), told)
    assert events.due(LANE, NOW, 8) == []
    found = DynamoDbToldEvents(client, EVENTS).told("acme", [EventPlace(NOW, "evt_a_1")])
    assert found == {"evt_a_1": told}


def test_what_was_refused_is_due_later(client: "DynamoDBClient", events: DynamoDbEvents) -> None:
    """Once, with its attempts."""
    put(client, due(1))
    told = became(due(1), DeliveryStatus.PENDING, attempts=1, next_at=NOW + 5, last_at=NOW)
    assert events.put_off(due(1), told)
    assert events.due(LANE, NOW + 4, 8) == []
    assert events.due(LANE, NOW + 5, 8) == [due(1)._replace(due_at=NOW + 5, attempts=1)]
    assert not events.put_off(due(1), told)
    assert len(events.due(LANE, NOW + 5, 8)) == 1


def test_what_ended_meanwhile_is_not_due_again(
    client: "DynamoDBClient", events: DynamoDbEvents
) -> None:
    """A late answer to another attempt writes nothing."""
    put(client, due(1))
    done = became(due(1), DeliveryStatus.DELIVERED, attempts=1)
    events.finish(due(1), done)
    late = became(due(1), DeliveryStatus.PENDING, attempts=1, next_at=NOW + 5)
    assert not events.put_off(due(1), late)
    assert events.due(LANE, NOW + 99, 8) == []
    found = DynamoDbToldEvents(client, EVENTS).told("acme", [EventPlace(NOW, "evt_a_1")])
    assert found == {"evt_a_1": done}


def test_a_time_to_come_is_needed_to_put_off(events: DynamoDbEvents) -> None:
    """What is not to be sent again ends otherwise."""
    with pytest.raises(ValueError, match="put off to no time"):
        events.put_off(due(1), became(due(1), DeliveryStatus.GIVEN_UP))


def test_an_event_can_be_asked_for_again(events: DynamoDbEvents) -> None:
    """It is due now, and what is told says so."""
    again = due(1, NOW - 99)._replace(due_at=NOW)
    events.ask_again(again)
    assert events.due(LANE, NOW, 8) == [again]


def test_what_others_write_all_the_time_is_not_asked_for(
    client: "DynamoDBClient", events: DynamoDbEvents
) -> None:
    """It fails, and neither the one nor the other is written."""
    with contended(client), pytest.raises(UnavailableError, match="others write"):
        events.ask_again(due(1))
    assert client.scan(TableName=EVENTS)["Count"] == 0


def test_an_endpoint_is_well_until_something_is_written(events: DynamoDbEvents) -> None:
    """And is well again when that is said."""
    assert events.health("acme") == WELL
    ill = EndpointHealth(6, NOW, 2, NOW + 60)
    events.set_health("acme", ill)
    assert (events.health("acme"), events.health("bistro")) == (ill, WELL)
    events.set_health("acme", WELL)
    assert events.health("acme") == WELL


def test_what_the_other_lane_wrote_is_read(client: "DynamoDBClient") -> None:
    """Strongly: an endpoint that rests from now on is left alone from now on."""
    asked: list[dict[str, Any]] = []
    client.meta.events.register(
        "provide-client-params.dynamodb.GetItem", lambda params, **_: asked.append(params)
    )
    DynamoDbEvents(client, EVENTS, patience()).health("acme")
    assert [params["ConsistentRead"] for params in asked] == [True]


@pytest.mark.parametrize("call", ["due", "finish", "put_off", "health", "set_health", "ask_again"])
def test_a_lost_reply_is_unavailable(
    client: "DynamoDBClient", events: DynamoDbEvents, call: str
) -> None:
    """Whoever asked does not know, and says no more than that."""
    told = became(due(1), DeliveryStatus.PENDING, next_at=NOW + 5)
    calls: dict[str, Callable[[], object]] = {
        "due": lambda: events.due(LANE, NOW, 1),
        "finish": lambda: events.finish(due(1), told),
        "put_off": lambda: events.put_off(due(1), told),
        "health": lambda: events.health("acme"),
        "set_health": lambda: events.set_health("acme", EndpointHealth(1, NOW)),
        "ask_again": lambda: events.ask_again(due(1)),
    }
    put(client, due(1))
    lost = ("Query", "PutItem", "TransactWriteItems", "GetItem")
    with ExitStack() as silence:
        for each in lost:
            silence.enter_context(replies_lost(client, f"dynamodb.{each}"))
        with pytest.raises(UnavailableError):
            calls[call]()


def test_an_event_is_due_with_its_step_or_not_at_all(
    client: "DynamoDBClient", events: DynamoDbEvents
) -> None:
    """Row, entries and what is due are one transaction: whoever loses the race tells nothing."""
    ledger = telling_ledger(client)
    harness = Harness(tells=True)
    harness.succeeded()
    created, *changes = harness.ledger.changes
    ledger.create(created)
    for change in changes:
        ledger.commit(change)
    lane, later = Lane("acme", event_lane(ID)), harness.clock.now()
    told = [each.type for each in events.due(lane, later, 8)]
    assert sorted(told) == ["payment.accepted", "payment.processing", "payment.succeeded"]
    rival = changes[0].after.model_copy(update={"last_hash": "f" * 64})
    lines = [each.model_copy(update={"hash": "f" * 64}) for each in changes[0].entries]
    with pytest.raises(ConflictError):
        ledger.commit(Change(changes[0].before, rival, tuple(lines)))
    assert len(events.due(lane, later, 8)) == 3
