"""The `events` table: what is to be put on the stack's bus."""

from typing import TYPE_CHECKING

from runtime.adapters._dynamodb_calls import DYNAMODB, PATIENCE, Patience, transact, written
from runtime.adapters.aws_errors import unavailable
from runtime.adapters.dynamodb_event_items import (
    bus_pk,
    read_unpublished,
    unpublished_item,
    unpublished_key,
)
from runtime.adapters.dynamodb_events import instead, longest_due
from runtime.domain.delivery import BusLane, Unpublished

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbUnpublished:
    """The UnpublishedEvents port."""

    def __init__(self, client: "DynamoDBClient", table: str, patience: Patience = PATIENCE) -> None:
        self._client = client
        self._table = table
        self._patience = patience

    def due(self, lane: BusLane, now: int, limit: int) -> list[Unpublished]:
        """At most so many with `due_at` ≤ `now`, the longest due first, by a strong read.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        items = longest_due(self._client, self._table, bus_pk(lane), now, limit)
        return [read_unpublished(lane, item) for item in items]

    def take_off(self, event: Unpublished) -> None:
        """Have it due no more, whether or not it was.

        Raises:
            UnavailableError: it may be due still, and is then put on the bus again.
        """
        with unavailable(DYNAMODB):
            self._client.delete_item(TableName=self._table, Key=unpublished_key(event))

    def ask_again(self, event: Unpublished) -> None:
        """Make an event due that was put, or was never to be put by itself.

        Raises:
            UnavailableError: it may or may not be written.
        """
        with unavailable(DYNAMODB):
            self._client.put_item(TableName=self._table, Item=unpublished_item(event))

    def put_off(self, event: Unpublished, due_at: int) -> None:
        """Have it due at another time instead, both or nothing; not where it is due no more.

        Raises:
            UnavailableError: it may or may not be written.
        """
        later = unpublished_item(event._replace(due_at=due_at))
        writes = instead(self._table, unpublished_key(event), [later])
        written(transact(self._client, writes, self._patience))
