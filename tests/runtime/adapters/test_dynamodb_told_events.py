"""The ToldEvents port over DynamoDB."""

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_events import DynamoDbEvents, due_puts
from runtime.adapters.dynamodb_told_events import DynamoDbToldEvents
from runtime.domain.delivery import DeliveryStatus, Due, Lane, became
from runtime.domain.errors import UnavailableError
from runtime.domain.event_store import EventPlace
from tests.runtime.adapters.aws import EVENTS, patience, replies_lost

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOON = 1_795_348_800
DAY = 86_400
END = EventPlace(NOON + 1, "")


def due(number: int, at: int, lane: int = 0) -> Due:
    """One of several events."""
    return Due(Lane("acme", lane), at, f"evt_a_{number}", "payment.accepted", at)


@pytest.fixture(name="shelf")
def _shelf(client: "DynamoDBClient") -> DynamoDbToldEvents:
    """Seven events over three days: one waits for its second attempt, two for their first."""
    events = DynamoDbEvents(client, EVENTS, patience())
    waiting = [due(1, NOON), due(2, NOON - 1, lane=1), due(3, NOON - 2)]
    taken = [
        due(4, NOON - 3),
        due(5, NOON - DAY, lane=1),
        due(6, NOON - DAY),
        due(7, NOON - 2 * DAY),
    ]
    client.transact_write_items(TransactItems=due_puts(EVENTS, [*waiting, *taken]))
    events.put_off(due(3, NOON - 2), became(due(3, NOON - 2), DeliveryStatus.PENDING, next_at=NOON))
    for each in taken:
        events.finish(each, became(each, DeliveryStatus.DELIVERED))
    return DynamoDbToldEvents(client, EVENTS, patience())


def ids(shelf: DynamoDbToldEvents, place: EventPlace = END, oldest: int = 0, limit: int = 9) -> str:
    """The numbers of the events that are found, in order."""
    begin = oldest or NOON - 9 * DAY
    found = shelf.before("acme", place, begin, limit)
    return "".join(each.event_id.rpartition("_")[2] for each in found)


def test_the_newest_is_first_whether_it_was_told_or_not(shelf: DynamoDbToldEvents) -> None:
    """Each event once, over all lanes and days."""
    assert ids(shelf) == "1234657"
    statuses = [each.status for each in shelf.before("acme", END, NOON - 9 * DAY, 9)]
    assert statuses == [DeliveryStatus.PENDING] * 3 + [DeliveryStatus.DELIVERED] * 4


def test_a_list_goes_on_behind_any_of_them(shelf: DynamoDbToldEvents) -> None:
    """A page of one after the other shows all, and each once."""
    seen, place = "", END
    while found := list(shelf.before("acme", place, NOON - 9 * DAY, 1)):
        seen += found[0].event_id[-1]
        place = EventPlace(found[0].at, found[0].event_id)
    assert seen == "1234657"


def test_a_list_is_bounded(shelf: DynamoDbToldEvents) -> None:
    """By number, and by the oldest that is wanted."""
    assert ids(shelf, limit=3) == "123"
    assert ids(shelf, oldest=NOON - DAY) == "123465"
    assert ids(shelf, oldest=NOON) == "1"
    assert ids(shelf, EventPlace(NOON - DAY, "")) == "7"


@pytest.mark.parametrize("place", [EventPlace(NOON - 9, ""), EventPlace(NOON - DAY, "evt_a_6")])
def test_a_window_that_ends_before_it_begins_is_empty(
    client: "DynamoDBClient", place: EventPlace
) -> None:
    """DynamoDB refuses such a BETWEEN, so it is not asked at all."""
    asked: list[str] = []
    client.meta.events.register("before-call.dynamodb", lambda **_: asked.append("asked"))
    assert ids(DynamoDbToldEvents(client, EVENTS, patience()), place, oldest=NOON) == ""
    assert asked == []


def test_another_merchant_sees_nothing(shelf: DynamoDbToldEvents) -> None:
    """Not even that there is something."""
    assert list(shelf.before("bistro", END, 0 + NOON - DAY, 9)) == []
    assert shelf.told("bistro", [EventPlace(NOON - 3, "evt_a_4")]) == {}


def test_an_event_that_is_told_while_it_is_read_is_met_once(
    client: "DynamoDBClient", shelf: DynamoDbToldEvents
) -> None:
    """It leaves what is due after that was read, and is then among what was told."""
    events = DynamoDbEvents(client, EVENTS, patience())
    found = shelf.before("acme", END, NOON - 9 * DAY, 9)
    first = next(found)
    events.finish(due(2, NOON - 1, lane=1), became(due(2, NOON - 1), DeliveryStatus.DELIVERED))
    assert [first.event_id, *(each.event_id for each in islice(found, 2))] == [
        "evt_a_1",
        "evt_a_2",
        "evt_a_3",
    ]


def test_deliveries_are_looked_up_by_event(shelf: DynamoDbToldEvents) -> None:
    """Those that are known; nothing is asked for nothing."""
    places = [EventPlace(NOON - 3, "evt_a_4"), EventPlace(NOON, "evt_a_1")]
    assert set(shelf.told("acme", places)) == {"evt_a_4"}
    assert shelf.told("acme", []) == {}


def test_a_lost_reply_is_unavailable(client: "DynamoDBClient", shelf: DynamoDbToldEvents) -> None:
    """The same call may be made again."""
    with replies_lost(client, "dynamodb.BatchGetItem"), pytest.raises(UnavailableError):
        shelf.told("acme", [END])
    with replies_lost(client, "dynamodb.Query"), pytest.raises(UnavailableError):
        list(shelf.before("acme", END, NOON - DAY, 9))
