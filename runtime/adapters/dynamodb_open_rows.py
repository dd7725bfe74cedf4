"""The index `open` over DynamoDB, read from any place on."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from runtime.adapters._dynamodb_calls import paged
from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries
from runtime.domain.open_rows import OpenPlace
from runtime.domain.payment import OPEN_SHARDS, Payment


class DynamoDbOpenRows(DynamoDbPaymentQueries):
    """The OpenRows port, beside the PaymentQueries port."""

    def after(self, place: OpenPlace | None, limit: int) -> Iterator[tuple[OpenPlace, Payment]]:
        """Rows behind a place, shard by shard, in each the longest due first; read lazily.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        places = self._places(place, limit)
        while chunk := list(islice(places, min(limit, self.batch))):
            rows = {row.payment_id: row for row in self.rows([one.payment_id for one in chunk])}
            for one in chunk:
                if one.payment_id in rows:
                    yield one, rows[one.payment_id]

    def _places(self, place: OpenPlace | None, limit: int) -> Iterator[OpenPlace]:
        for shard in range(place.shard if place else 0, OPEN_SHARDS):
            begin: dict[str, Any] = {}
            if place is not None and place.shard == shard:
                # A key to start behind is a place: its item may have left the index.
                begin["ExclusiveStartKey"] = {
                    "open_shard": {"N": str(shard)},
                    "due_at": {"N": str(place.due_at)},
                    "payment_id": {"S": place.payment_id},
                }
            items = paged(
                self._client.query,
                TableName=self._payments,
                IndexName="open",
                KeyConditionExpression="open_shard = :shard",
                ExpressionAttributeValues={":shard": {"N": str(shard)}},
                Limit=limit,
                **begin,
            )
            for item in items:
                yield OpenPlace(shard, int(item["due_at"]["N"]), str(item["payment_id"]["S"]))
