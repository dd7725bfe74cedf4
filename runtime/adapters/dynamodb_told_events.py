"""The `events` table as merchants look it up: what was told, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final

from runtime.adapters._dynamodb_calls import PATIENCE, Patience, batch_get, paged
from runtime.adapters.dynamodb_event_items import (
    PK,
    SK,
    due_pk,
    read_due,
    read_told,
    told_key,
    told_pk,
)
from runtime.domain.delivery import DeliveryStatus, Lane, Told, became
from runtime.domain.event_store import EventPlace
from runtime.domain.payment import LANES, created_key, day_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

DAY: Final = 24 * 3_600


class DynamoDbToldEvents:
    """The ToldEvents port."""

    def __init__(self, client: "DynamoDBClient", table: str, patience: Patience = PATIENCE) -> None:
        self._client = client
        self._table = table
        self._patience = patience

    def told(self, merchant: str, places: Sequence[EventPlace]) -> dict[str, Told]:
        """What became of these events (100 at most), by id; where nothing is known, none.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        keys = [told_key(merchant, each.at, each.event_id) for each in places]
        items = batch_get(self._client, self._table, keys, self._patience, consistent=False)
        return {each.event_id: each for each in map(read_told, items)}

    def before(self, merchant: str, place: EventPlace, oldest: int, limit: int) -> Iterator[Told]:
        """What was told, or is due for the first time, newest first; at most `limit`.

        What is at the place or after it is left out, and what is older than `oldest`. An event
        that is told while it is read is met once.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        if (place.at, place.event_id) <= (oldest, ""):
            return  # Nothing lies between, and DynamoDB refuses a BETWEEN of this order.
        # What is due is read first: whatever leaves it meanwhile is met among what was told.
        lanes = [self._due(Lane(merchant, number), place, oldest) for number in range(LANES)]
        due = [list(islice(lane, limit)) for lane in lanes]
        told = self._told(merchant, place, oldest)
        ordered = merge(told, *due, key=lambda one: (one.at, one.event_id), reverse=True)
        for _, same in islice(groupby(ordered, key=lambda one: one.event_id), limit):
            yield next(same)

    def _told(self, merchant: str, place: EventPlace, oldest: int) -> Iterator[Told]:
        for midnight in range(place.at - place.at % DAY, oldest - DAY, -DAY):
            items = self._newest(told_pk(merchant, day_of(midnight)), place, oldest)
            yield from map(read_told, items)

    def _due(self, lane: Lane, place: EventPlace, oldest: int) -> Iterator[Told]:
        for item in self._newest(due_pk(lane), place, oldest):
            due = read_due(lane, item)
            # What was sent before, or is asked for again, has a place among what was told.
            if not due.attempts and due.due_at == due.at:
                yield became(due, DeliveryStatus.PENDING, next_at=due.at)

    def _newest(self, pk: str, place: EventPlace, oldest: int) -> Iterator[Mapping[str, Any]]:
        end = created_key(place.at, place.event_id)
        items = paged(
            self._client.query,
            TableName=self._table,
            KeyConditionExpression="#pk = :pk AND #sk BETWEEN :oldest AND :end",
            ExpressionAttributeNames={"#pk": PK, "#sk": SK},
            ExpressionAttributeValues={
                ":pk": {"S": pk},
                ":oldest": {"S": created_key(oldest, "")},
                ":end": {"S": end},
            },
            ScanIndexForward=False,
            ConsistentRead=True,
        )
        return (item for item in items if item[SK]["S"] != end)
