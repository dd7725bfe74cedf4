"""The read side of the ledger: one merchant's payments, newest first."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any

from runtime.adapters._dynamodb_calls import paged
from runtime.adapters.aws_errors import SDK_ERRORS
from runtime.adapters.dynamodb_reader import DynamoDbReader
from runtime.domain.payment import Payment, created_key, day_keys, day_of, reference_key
from runtime.domain.ports import PageQuery

_PARALLEL = 8
"""Queries at a time: fewer than botocore's ten connections."""


class DynamoDbPaymentQueries(DynamoDbReader):
    """The PaymentQueries port: reads only."""

    def page(self, query: PageQuery) -> Iterator[Payment]:
        """Rows of the query, newest first; nothing is read before it is asked for.

        Without a reference it reads each day from `before` back to `oldest`: the caller
        bounds that span.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ids, left = self._ids(query), query.limit
        # What is left of the limit, and no more: to fill a chunk could ask months of older days.
        while chunk := list(islice(ids, min(left or query.limit, 2 * self.batch))):
            left = max(left - len(chunk), 0)
            for payment in self._rows_of(chunk):
                # A '#' in a name can make two merchants share an index key.
                if payment.merchant == query.merchant:
                    yield payment

    def healthy(self) -> bool:
        """Whether the table answers."""
        try:
            self._client.get_item(TableName=self._payments, Key={"payment_id": {"S": "health"}})
        except SDK_ERRORS:
            return False
        return True

    def _rows_of(self, ids: Sequence[str]) -> Iterator[Payment]:
        """As `rows`, of more ids than one call reads: the one beyond a full page waits for none."""
        batches = [ids[first : first + self.batch] for first in range(0, len(ids), self.batch)]
        if len(batches) == 1:
            return self.rows(ids)
        with ThreadPoolExecutor(len(batches)) as pool:
            return chain.from_iterable(list(pool.map(self.rows, batches)))

    def _ids(self, wanted: PageQuery) -> Iterator[str]:
        first = created_key(wanted.oldest, "")
        if wanted.before <= first:
            return
        if wanted.reference is not None:
            index, attribute = "by_reference", "reference_key"
            groups = iter([[reference_key(wanted.merchant, wanted.reference)]])
        else:
            index, attribute, groups = "by_day", "day_key", _day_groups(wanted)
        for keys in groups:
            pages = (
                paged(
                    self._client.query,
                    TableName=self._payments,
                    IndexName=index,
                    KeyConditionExpression=f"{attribute} = :key AND "
                    "created_key BETWEEN :first AND :before",
                    ExpressionAttributeValues={
                        ":key": {"S": key},
                        ":first": {"S": first},
                        ":before": {"S": wanted.before},
                    },
                    ScanIndexForward=False,
                    Limit=wanted.limit,
                )
                for key in keys
            )
            with ThreadPoolExecutor(_PARALLEL) as pool:
                begun = list(pool.map(_begun, pages))
            for item in heapq.merge(*begun, key=_created, reverse=True):
                if _created(item) < wanted.before:
                    yield item["payment_id"]["S"]


def _created(item: Mapping[str, Any]) -> str:
    return str(item["created_key"]["S"])


def _begun(items: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The same items, the first page of them read."""
    return chain(list(islice(items, 1)), items)


def _day_groups(wanted: PageQuery) -> Iterator[list[str]]:
    """The `by_day` partitions of 1, 2, 4, … days at a time, newest first.

    A busy merchant's page costs one day's partitions; a quiet one's months cost few rounds.
    """
    days, size = _days(wanted), 1
    while group := list(islice(days, size)):
        yield [key for day in group for key in day_keys(wanted.merchant, day)]
        size *= 2


def _days(wanted: PageQuery) -> Iterator[str]:
    """The UTC days from `before`, whose first ten digits are its time, back to `oldest`."""
    newest = datetime.fromtimestamp(int(wanted.before[:10]), UTC)
    last = day_of(wanted.oldest)
    while (day := newest.strftime("%Y-%m-%d")) >= last:
        yield day
        newest -= timedelta(days=1)
