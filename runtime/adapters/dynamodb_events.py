"""The `events` table: what is due at merchants' endpoints, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from runtime.adapters._dynamodb_calls import DYNAMODB, PATIENCE, Patience, paged, transact, written
from runtime.adapters.aws_errors import unavailable
from runtime.adapters.dynamodb_event_items import (
    PK,
    SK,
    due_item,
    due_key,
    due_pk,
    health_item,
    health_key,
    read_due,
    read_health,
    told_item,
    unpublished_item,
)
from runtime.domain.delivery import (
    WELL,
    DeliveryStatus,
    Due,
    EndpointHealth,
    Lane,
    Told,
    Unpublished,
    became,
)
from runtime.domain.payment import created_key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from runtime.adapters.dynamodb_items import Item


class DynamoDbEvents:
    """The DueEvents port."""

    def __init__(self, client: "DynamoDBClient", table: str, patience: Patience = PATIENCE) -> None:
        self._client = client
        self._table = table
        self._patience = patience

    def due(self, lane: Lane, now: int, limit: int) -> list[Due]:
        """At most so many with `due_at` ≤ `now`, the longest due first, by a strong read.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        items = longest_due(self._client, self._table, due_pk(lane), now, limit)
        return [read_due(lane, item) for item in items]

    def finish(self, due: Due, told: Told) -> None:
        """Write what became of it, then take it off what is due.

        Raises:
            UnavailableError: it may be due still, and is then sent again.
        """
        with unavailable(DYNAMODB):
            self._client.put_item(TableName=self._table, Item=told_item(due.lane.merchant, told))
            self._client.delete_item(TableName=self._table, Key=due_key(due))

    def put_off(self, due: Due, told: Told) -> bool:
        """Write what became of it and move it to `told.next_at`, both or nothing.

        Returns:
            Whether it was due; somebody else may have ended it meanwhile.

        Raises:
            UnavailableError: it may or may not be written.
            ValueError: it is not to be sent again.
        """
        if told.next_at is None:
            message = f"{due.event_id} is put off to no time."
            raise ValueError(message)
        later = due._replace(due_at=told.next_at, attempts=told.attempts)
        items = [due_item(later), told_item(due.lane.merchant, told)]
        writes = instead(self._table, due_key(due), items)
        return written(transact(self._client, writes, self._patience))

    def ask_again(self, due: Due) -> None:
        """Make an event due that was told, or was never to be told by itself, both or nothing.

        Raises:
            UnavailableError: it may or may not be written.
        """
        told = became(due, DeliveryStatus.PENDING, next_at=due.due_at)
        writes = _puts(self._table, [due_item(due), told_item(due.lane.merchant, told)])
        written(transact(self._client, writes, self._patience))

    def health(self, merchant: str) -> EndpointHealth:
        """How the merchant's endpoint is.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        request: dict[str, Any] = {"TableName": self._table, "ConsistentRead": True}
        with unavailable(DYNAMODB):
            answer = self._client.get_item(**request, Key=health_key(merchant))
        return read_health(answer["Item"]) if "Item" in answer else WELL

    def set_health(self, merchant: str, health: EndpointHealth) -> None:
        """Write how the merchant's endpoint is; the last to write it is right.

        Raises:
            UnavailableError: it may or may not be written.
        """
        request: dict[str, Any] = {"TableName": self._table}
        with unavailable(DYNAMODB):
            if health == WELL:
                self._client.delete_item(**request, Key=health_key(merchant))
            else:
                self._client.put_item(**request, Item=health_item(merchant, health))


def longest_due(
    client: "DynamoDBClient", table: str, pk: str, now: int, limit: int
) -> Iterator[Mapping[str, Any]]:
    """Of a partition of what is due at most so many items, by a strong read.

    Raises:
        UnavailableError: while it is read: no answer; the same call may be made again.
    """
    items = paged(
        client.query,
        TableName=table,
        KeyConditionExpression="#pk = :pk AND #sk < :after",
        ExpressionAttributeNames={"#pk": PK, "#sk": SK},
        ExpressionAttributeValues={
            ":pk": {"S": pk},
            ":after": {"S": created_key(now + 1, "")},
        },
        ConsistentRead=True,
        Limit=limit,
    )
    return islice(items, limit)


def due_puts(
    table: str, due: Sequence[Due], unpublished: Sequence[Unpublished] = ()
) -> "list[TransactWriteItemTypeDef]":
    """What a payment's transaction writes besides, so that its events are due with it."""
    return _puts(table, [*map(due_item, due), *map(unpublished_item, unpublished)])


def instead(table: str, key: "Item", items: "Sequence[Item]") -> "list[TransactWriteItemTypeDef]":
    """The writes that put items in place of the one of this key, if it is still there."""
    gone: TransactWriteItemTypeDef = {
        "Delete": {
            "TableName": table,
            "Key": key,
            "ConditionExpression": "attribute_exists(#pk)",
            "ExpressionAttributeNames": {"#pk": PK},
        }
    }
    return [gone, *_puts(table, items)]


def _puts(table: str, items: "Sequence[Item]") -> "list[TransactWriteItemTypeDef]":
    return [{"Put": {"TableName": table, "Item": each}} for each in items]
