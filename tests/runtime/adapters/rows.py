"""Accepted payments of a time, in the table that moto plays."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runtime.domain.payment import (
    Payment,
    created_key,
    day_key,
    open_shard,
    payment_id,
    reference_key,
)
from tests.fakes.payments import Harness
from tests.runtime.adapters.aws import put_row

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOON = 1_795_348_800
DAY = 24 * 3600


def payment(key: str, at: int, merchant: str = "acme", reference: str | None = None) -> Payment:
    """An accepted payment of a time and merchant."""
    identifier = payment_id(merchant, key)
    return Harness().accepted(
        payment_id=identifier,
        merchant=merchant,
        created_at=at,
        open_shard=open_shard(identifier),
        day_key=day_key(merchant, at, identifier),
        created_key=created_key(at, identifier),
        reference=reference,
        reference_key=reference_key(merchant, reference) if reference else None,
    )


def stored(client: "DynamoDBClient", *payments: Payment) -> list[str]:
    """Put the rows there; returns their ids."""
    for row in payments:
        put_row(client, row)
    return [row.payment_id for row in payments]


def ids(payments: Iterator[Payment]) -> list[str]:
    """The ids, in order."""
    return [row.payment_id for row in payments]


def counted(client: "DynamoDBClient", call: str) -> list[str]:
    """A list that grows by one with each such call."""
    calls: list[str] = []
    client.meta.events.register(f"before-call.dynamodb.{call}", lambda **_: calls.append(call))
    return calls
