"""Strong reads of one payment: what the Ledger and the PaymentQueries port have in common."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from runtime.adapters._dynamodb_calls import DYNAMODB, PATIENCE, Patience, batch_get, paged
from runtime.adapters.aws_errors import unavailable
from runtime.adapters.dynamodb_entries import read_entries
from runtime.adapters.dynamodb_rows import read_row, sealed_id
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BATCH: Final = 100
"""Keys in one BatchGetItem (DynamoDB, "BatchGetItem")."""


class DynamoDbReader:
    """The two tables, and a payment's row and entries from them."""

    def __init__(
        self,
        client: "DynamoDBClient",
        payments_table: str,
        entries_table: str,
        patience: Patience = PATIENCE,
        *,
        sealed: bool = True,
    ) -> None:
        """`sealed`: whether what is sealed is read with a row; else no payment has any."""
        self._client = client
        self._payments = payments_table
        self._entries = entries_table
        self._patience = patience
        self._sealed = sealed

    def get(self, payment_id: str) -> Payment | None:
        """The row, by a strong read.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        if self._sealed:
            return next(iter(self.rows([payment_id])), None)
        with unavailable(DYNAMODB):
            answer = self._client.get_item(
                TableName=self._payments,
                Key={"payment_id": {"S": payment_id}},
                ConsistentRead=True,
            )
        return read_row(answer["Item"]) if "Item" in answer else None

    def rows(self, ids: Sequence[str]) -> Iterator[Payment]:
        """The rows in the order of `ids`, at most `batch`; a row that does not exist is left out.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        beside = [sealed_id(each) for each in ids] if self._sealed else []
        found = self._items([*ids, *beside])
        return (read_row(found[each], found.get(sealed_id(each))) for each in ids if each in found)

    @property
    def batch(self) -> int:
        """How many rows one call reads."""
        return BATCH // 2 if self._sealed else BATCH

    def _items(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        items = batch_get(
            self._client,
            self._payments,
            [{"payment_id": {"S": each}} for each in ids],
            self._patience,
            consistent=True,
        )
        return {item["payment_id"]["S"]: item for item in items}

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """All entries, oldest first, by strong reads.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        items = paged(
            self._client.query,
            TableName=self._entries,
            KeyConditionExpression="payment_id = :id",
            ExpressionAttributeValues={":id": {"S": payment_id}},
            ConsistentRead=True,
        )
        return [entry for item in items for entry in read_entries(item)]
