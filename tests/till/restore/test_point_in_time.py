"""Tables brought back by DynamoDB, as moto plays it: without the past, with the call's rules."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from moto import mock_aws

from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, create_tables, dynamodb
from till.lib.input import InputError
from till.restore.point_in_time import PointInTime, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient

NEW = f"{PAYMENTS}-20261128t050000z"
AT = datetime(2026, 11, 28, 5, tzinfo=UTC)


@pytest.fixture(name="client")
def _client() -> "Iterator[DynamoDBClient]":
    with mock_aws():
        client = dynamodb()
        create_tables(client)
        client.update_continuous_backups(
            TableName=PAYMENTS,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
        yield client


def test_a_table_comes_back_as_a_new_one(client: "DynamoDBClient") -> None:
    """With its items and indexes, and the old one stays."""
    client.put_item(TableName=PAYMENTS, Item={"payment_id": {"S": "pay_1"}})
    restorer = PointInTime(client)
    restorer.restore(PAYMENTS, AT, NEW)
    restorer.wait([NEW])
    assert client.scan(TableName=NEW)["Count"] == 1
    told = client.describe_table(TableName=NEW)["Table"]
    assert len(told["GlobalSecondaryIndexes"]) == 3
    assert sorted(client.list_tables()["TableNames"]) == sorted([PAYMENTS, ENTRIES, NEW])


def test_the_moment_goes_with_the_call(client: "DynamoDBClient") -> None:
    """The service is asked for this table, this moment and this name."""
    asked: list[dict[str, Any]] = []
    event = "provide-client-params.dynamodb.RestoreTableToPointInTime"
    client.meta.events.register(event, lambda params, **_: asked.append(params))
    PointInTime(client).restore(PAYMENTS, AT, NEW)
    assert asked == [
        {"SourceTableName": PAYMENTS, "TargetTableName": NEW, "RestoreDateTime": AT},
    ]


def test_waiting_looks_until_the_table_is_active(client: "DynamoDBClient") -> None:
    """A table that is being made can't be read yet."""
    states = ["CREATING", "CREATING", "ACTIVE"]

    def answer(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Table"]["TableStatus"] = states.pop(0)

    client.meta.events.register("after-call.dynamodb.DescribeTable", answer)
    PointInTime(client, look_every=0).wait([PAYMENTS])
    assert states == []


def test_a_new_table_that_exists_is_one_sentence(client: "DynamoDBClient") -> None:
    """An earlier drill of the same moment left it."""
    restorer = PointInTime(client)
    restorer.restore(PAYMENTS, AT, NEW)
    with pytest.raises(InputError, match=f"{NEW} exists already"):
        restorer.restore(PAYMENTS, AT, NEW)


def test_a_moment_outside_the_window_is_told_the_window(client: "DynamoDBClient") -> None:
    """Before the first or after the last second that can be had, nothing is begun."""
    restorer = PointInTime(client)
    earliest, latest = restorer.window(PAYMENTS)
    restorer.check(PAYMENTS, latest)
    for at in (earliest - timedelta(seconds=1), latest + timedelta(seconds=1)):
        with pytest.raises(InputError, match=f"from {stamp(earliest)} to {stamp(latest)}"):
            restorer.check(PAYMENTS, at)


def test_a_table_without_recovery_or_without_a_table_is_one_sentence(
    client: "DynamoDBClient",
) -> None:
    """Nothing to restore; outputs of another account."""
    restorer = PointInTime(client)
    with pytest.raises(InputError, match="has no point-in-time recovery"):
        restorer.window(ENTRIES)
    with pytest.raises(InputError, match="There is no table elsewhere"):
        restorer.window("elsewhere")
