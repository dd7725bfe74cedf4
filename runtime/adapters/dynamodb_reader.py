"""Strong reads of one payment: what the Ledger and the PaymentQueries port have in common."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from runtime.adapters._dynamodb_calls import DYNAMODB, PATIENCE, Patience, paged
from runtime.adapters.aws_errors import unavailable
from runtime.adapters.dynamodb_items import read_entry, read_row
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbReader:
    """The two tables, and a payment's row and entries from them."""

    def __init__(
        self,
        client: "DynamoDBClient",
        payments_table: str,
        entries_table: str,
        patience: Patience = PATIENCE,
    ) -> None:
        self._client = client
        self._payments = payments_table
        self._entries = entries_table
        self._patience = patience

    def get(self, payment_id: str) -> Payment | None:
        """The row, by a strong read.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        with unavailable(DYNAMODB):
            answer = self._client.get_item(
                TableName=self._payments,
                Key={"payment_id": {"S": payment_id}},
                ConsistentRead=True,
            )
        return read_row(answer["Item"]) if "Item" in answer else None

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
        return [read_entry(item) for item in items]
