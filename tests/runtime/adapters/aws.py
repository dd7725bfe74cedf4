"""The tables as moto holds them, clients with nobody's credentials, and lost replies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError
from botocore.stub import Stubber
from moto import mock_aws

from runtime.adapters._dynamodb_calls import Patience
from runtime.adapters.dynamodb_events import due_puts
from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.dynamodb_rows import row_items
from runtime.domain.events import due_events, unpublished_events
from runtime.domain.payment import Payment
from tests.fakes.payments import Harness

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import GlobalSecondaryIndexTypeDef

PAYMENTS: Final = "tillstack-test-payments"
ENTRIES: Final = "tillstack-test-entries"
EVENTS: Final = "tillstack-test-events"
REGION: Final = "eu-west-1"

AS_NOBODY: Final[dict[str, Any]] = {
    "region_name": REGION,
    "aws_access_key_id": "testing",
    "aws_secret_access_key": "testing",
    "config": Config(retries={"total_max_attempts": 1}),
}
"""What every client of these tests is made with."""

_INDEXES: Final = {
    "open": ("open_shard", "due_at"),
    "by_day": ("day_key", "created_key"),
    "by_reference": ("reference_key", "created_key"),
}
_NUMBERS: Final = {"open_shard", "due_at", "seq"}


def dynamodb() -> "DynamoDBClient":
    """A client; moto must be on."""
    return boto3.client("dynamodb", **AS_NOBODY)


def put_row(client: "DynamoDBClient", row: Payment, table: str = PAYMENTS) -> None:
    """Write a row as the ledger would, whatever stands there."""
    for item in row_items(row):
        client.put_item(TableName=table, Item=item)


def be_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command finds in its environment: nobody's credentials."""
    for name, value in {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": AS_NOBODY["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": AS_NOBODY["aws_secret_access_key"],
    }.items():
        monkeypatch.setenv(name, value)


def create_bucket(bucket: str, *, locks: bool = False) -> Any:
    """A client of S3, where an empty bucket of that name is."""
    client = boto3.client("s3", **AS_NOBODY)
    client.create_bucket(
        Bucket=bucket,
        CreateBucketConfiguration={"LocationConstraint": REGION},
        ObjectLockEnabledForBucket=locks,
    )
    return client


@contextmanager
def empty_tables() -> "Iterator[DynamoDBClient]":
    """A DynamoDB with our tables, and a client of it."""
    with mock_aws():
        client = dynamodb()
        create_tables(client)
        create_events_table(client)
        yield client


def accepted(ledger: DynamoDbLedger) -> Payment:
    """A queued payment in the ledger."""
    harness = Harness()
    payment = harness.accepted()
    ledger.create(harness.ledger.changes[0])
    return payment


def create_tables(client: "DynamoDBClient") -> None:
    """The ledger's two with their keys, and keys-only indexes."""
    indexes: list[GlobalSecondaryIndexTypeDef] = [
        {
            "IndexName": name,
            "KeySchema": [
                {"AttributeName": key, "KeyType": "HASH"},
                {"AttributeName": sort, "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
        for name, (key, sort) in _INDEXES.items()
    ]
    attributes = sorted({part for keys in _INDEXES.values() for part in keys} | {"payment_id"})
    client.create_table(
        TableName=PAYMENTS,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "payment_id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "N" if name in _NUMBERS else "S"}
            for name in attributes
        ],
        GlobalSecondaryIndexes=indexes,
    )
    _create_sorted(client, ENTRIES, payment_id="S", seq="N")


def create_events_table(client: "DynamoDBClient") -> None:
    """What merchants are to be told, and were."""
    _create_sorted(client, EVENTS, pk="S", sk="S")


def _create_sorted(client: "DynamoDBClient", table: str, **keys: Literal["S", "N"]) -> None:
    """A table of these two keys with their types; the second one sorts."""
    (first, first_type), (second, second_type) = keys.items()
    client.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": first, "KeyType": "HASH"},
            {"AttributeName": second, "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": first, "AttributeType": first_type},
            {"AttributeName": second, "AttributeType": second_type},
        ],
    )


def telling_ledger(client: "DynamoDBClient") -> DynamoDbLedger:
    """A ledger that makes events due with their steps."""
    return DynamoDbLedger(
        client,
        PAYMENTS,
        ENTRIES,
        patience(),
        due_puts=lambda change: due_puts(EVENTS, due_events(change), unpublished_events(change)),
    )


def patience(*, tries: int = 1, waits: list[float] | None = None) -> Patience:
    """Patience for a number of tries, on a clock that moves by sleeping alone."""
    slept: list[float] = [] if waits is None else waits
    return Patience(
        # With a fraction of 1 the waits are 10, 20, 40, … ms: their sum is tries' price.
        seconds=sum(0.01 * 2**step for step in range(tries - 1)) + 0.005,
        fraction=lambda: 1.0,
        sleep=slept.append,
        clock=lambda: sum(slept),
    )


@contextmanager
def replies_lost(client: Any, event: str) -> Iterator[None]:
    """The service does what it is asked, and the caller hears nothing.

    `event` is botocore's name of the call, such as `dynamodb.TransactWriteItems`.
    """

    def lose(**_: Any) -> None:
        raise ReadTimeoutError(endpoint_url="https://example.com")

    handler: Callable[..., None] = lose
    client.meta.events.register(f"after-call.{event}", handler)
    yield
    client.meta.events.unregister(f"after-call.{event}", handler)


@contextmanager
def contended(client: "DynamoDBClient") -> Iterator[None]:
    """The next transaction, of two writes, meets another's at both, and must have been asked."""
    conflict = {"Code": "TransactionConflict"}
    with Stubber(client) as stub:
        stub.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields={"CancellationReasons": [conflict, conflict]},
        )
        try:
            yield
        finally:
            stub.assert_no_pending_responses()
