"""Whole tables, as moto holds them."""

from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_entries import commit_item
from runtime.domain.payment import Status
from runtime.domain.restore_check import Inconsistency
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, empty_tables, put_row
from till.restore import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(name="client")
def _client() -> "Iterator[DynamoDBClient]":
    with empty_tables() as client:
        yield client


def test_rows_and_entries_are_read_in_order_and_counted(client: "DynamoDBClient") -> None:
    """The circuit breaker's item is no payment, and what is sealed belongs to one."""
    harness = Harness()
    row, lines = harness.succeeded(), harness.ledger.lines[ID]
    put_row(client, row)
    client.put_item(TableName=PAYMENTS, Item={"payment_id": {"S": "breaker#stripe"}})
    for entry in lines[::-1]:
        client.put_item(TableName=ENTRIES, Item=commit_item([entry]))
    counts: list[int] = []
    assert tables.rows(client, PAYMENTS, counts.append) == {ID: row}
    assert tables.entries(client, ENTRIES, counts.append) == {ID: lines}
    assert counts == [3, len(lines)]


def test_what_is_ahead_is_cut_and_nothing_else(client: "DynamoDBClient") -> None:
    """Only the entries of the inconsistency are gone."""
    harness = Harness()
    harness.succeeded()
    lines = harness.ledger.lines[ID]
    for entry in lines:
        client.put_item(TableName=ENTRIES, Item=commit_item([entry]))
    tables.cut(client, ENTRIES, [Inconsistency(ID, Status.PROCESSING, Status.SUCCEEDED, lines[2:])])
    assert tables.entries(client, ENTRIES, lambda _: None) == {ID: lines[:2]}


def test_a_table_s_settings_are_told(client: "DynamoDBClient") -> None:
    """What a restored table lacks is seen by comparing two of these."""
    before = tables.settings(client, PAYMENTS)
    assert before["indexes"] == "by_day, by_reference, open"
    assert before["resource policy"] == "none"
    arn = client.describe_table(TableName=PAYMENTS)["Table"]["TableArn"]
    client.update_continuous_backups(
        TableName=PAYMENTS, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    client.update_table(TableName=PAYMENTS, DeletionProtectionEnabled=True)
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "owner", "Value": "payments"}])
    client.put_resource_policy(ResourceArn=arn, Policy='{"Version": "2012-10-17"}')
    after = tables.settings(client, PAYMENTS)
    assert {name: value for name, value in after.items() if value != before[name]} == {
        "point-in-time recovery": "enabled",
        "deletion protection": "on",
        "tags": "owner=payments",
        "resource policy": "set",
    }
