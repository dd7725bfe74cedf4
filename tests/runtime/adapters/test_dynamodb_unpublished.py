"""The UnpublishedEvents port over DynamoDB."""

from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_events import due_puts
from runtime.adapters.dynamodb_unpublished import DynamoDbUnpublished
from runtime.domain.delivery import KEPT, BusLane, Unpublished, bus_lane
from runtime.domain.errors import UnavailableError, UnreadableRowError
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import EVENTS, contended, patience, replies_lost, telling_ledger

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LANE = BusLane(3)
NOW = 1_795_341_600


def event(number: int, due_at: int = NOW, lane: BusLane = LANE) -> Unpublished:
    """One of several events."""
    return Unpublished(lane, due_at, f"evt_a_{number}", "acme", NOW - 60)


@pytest.fixture(name="unpublished")
def _unpublished(client: "DynamoDBClient") -> DynamoDbUnpublished:
    return DynamoDbUnpublished(client, EVENTS, patience())


def put(client: "DynamoDBClient", *events: Unpublished) -> None:
    """Make these due."""
    client.transact_write_items(TransactItems=due_puts(EVENTS, (), events))


def test_the_longest_due_is_first(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished
) -> None:
    """Of one lane, until now, and no more than were asked for."""
    other = BusLane(4)
    put(client, event(3), event(1, NOW - 9), event(2, NOW - 5), event(4, NOW + 1))
    put(client, event(5, lane=other))
    assert unpublished.due(LANE, NOW, 9) == [event(1, NOW - 9), event(2, NOW - 5), event(3)]
    assert unpublished.due(LANE, NOW, 1) == [event(1, NOW - 9)]
    assert unpublished.due(other, NOW, 9) == [event(5, lane=other)]


def test_what_was_put_is_due_no_more(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished
) -> None:
    """And taking it off twice is nothing."""
    put(client, event(1), event(2))
    for _ in range(2):
        unpublished.take_off(event(1))
    assert unpublished.due(LANE, NOW, 9) == [event(2)]


def test_what_is_put_off_is_due_later_once(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished
) -> None:
    """And what was taken off meanwhile is not due again."""
    put(client, event(1), event(2))
    unpublished.put_off(event(1), NOW + 5)
    assert unpublished.due(LANE, NOW + 4, 9) == [event(2)]
    assert unpublished.due(LANE, NOW + 5, 9) == [event(2), event(1, NOW + 5)]
    unpublished.put_off(event(1), NOW + 9)
    unpublished.take_off(event(2))
    unpublished.put_off(event(2), NOW + 9)
    assert unpublished.due(LANE, NOW + 9, 9) == [event(1, NOW + 5)]


def test_what_a_person_asks_for_is_due_whatever_became_of_it(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished
) -> None:
    """Beside what is due of it still; it is kept for a month from then on."""
    put(client, event(1))
    again = event(1, NOW + 5)._replace(at=NOW + 5)
    unpublished.ask_again(again)
    assert unpublished.due(LANE, NOW + 5, 9) == [event(1), again]
    kept = {item["expires_at"]["N"] for item in client.scan(TableName=EVENTS)["Items"]}
    assert kept == {str(NOW - 60 + KEPT), str(NOW + 5 + KEPT)}


def test_asking_without_an_answer_may_or_may_not_be_written(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished
) -> None:
    """It is no success."""
    with replies_lost(client, "dynamodb.PutItem"), pytest.raises(UnavailableError):
        unpublished.ask_again(event(1))


def test_what_others_write_all_the_time_is_not_put_off(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished
) -> None:
    """It fails; the lane ends, and a later one comes back to it."""
    with contended(client), pytest.raises(UnavailableError, match="others write"):
        unpublished.put_off(event(1), NOW + 5)


def test_dynamodb_takes_away_what_nobody_puts(client: "DynamoDBClient") -> None:
    """A month after the event, as all that is due."""
    put(client, event(1))
    [item] = client.scan(TableName=EVENTS)["Items"]
    assert item["expires_at"] == {"N": str(NOW - 60 + KEPT)}


def test_an_item_of_another_form_is_refused(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished
) -> None:
    """It may be of a newer version."""
    put(client, event(1))
    [item] = client.scan(TableName=EVENTS)["Items"]
    for changed in ({**item, "v": {"N": "2"}}, {k: v for k, v in item.items() if k != "merchant"}):
        client.put_item(TableName=EVENTS, Item=changed)
        with pytest.raises(UnreadableRowError, match="bus#3"):
            unpublished.due(LANE, NOW, 9)


def test_a_lost_reply_is_unavailable(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished
) -> None:
    """Whatever was asked."""
    put(client, event(1))
    with replies_lost(client, "dynamodb.Query"), pytest.raises(UnavailableError):
        unpublished.due(LANE, NOW, 9)
    with replies_lost(client, "dynamodb.DeleteItem"), pytest.raises(UnavailableError):
        unpublished.take_off(event(1))


@pytest.mark.parametrize("on_bus", [True, False])
def test_a_payment_makes_its_events_due_with_its_steps(
    client: "DynamoDBClient", unpublished: DynamoDbUnpublished, *, on_bus: bool
) -> None:
    """In its own transaction, where the stack had a bus when it was accepted."""
    harness, ledger = Harness(on_bus=on_bus), telling_ledger(client)
    harness.succeeded()
    for change in harness.ledger.changes:
        if change.before is None:
            ledger.create(change)
        else:
            ledger.commit(change)
    due = unpublished.due(bus_lane(ID), harness.clock.now(), 9)
    assert due == sorted(harness.ledger.unpublished.waiting.values())
    assert len(due) == 3 * on_bus
    kept = ledger.get(ID)
    assert kept is not None
    assert kept.on_bus is on_bus
