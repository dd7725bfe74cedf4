"""Whole tables of a ledger: read, cut to each other, compared in their settings, deleted."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from runtime.adapters.dynamodb_entries import read_entries
from runtime.adapters.dynamodb_rows import read_rows
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment
from runtime.domain.restore_check import Inconsistency

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Seen = Callable[[int], None]
"""Is told how many items each page brought."""


def rows(client: "DynamoDBClient", table: str, seen: Seen) -> dict[str, Payment]:
    """Payment id → row.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    return {row.payment_id: row for row in read_rows(scan(client, table, seen))}


def entries(client: "DynamoDBClient", table: str, seen: Seen) -> dict[str, list[Entry]]:
    """Payment id → entries, oldest first.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    for item in scan(client, table, seen):
        for entry in read_entries(item):
            found[entry.payment_id].append(entry)
    for lines in found.values():
        lines.sort(key=lambda entry: entry.seq)
    return found


def scan(client: "DynamoDBClient", table: str, seen: Seen) -> Iterator[Mapping[str, Any]]:
    """Every item."""
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        seen(len(page["Items"]))
        yield from page["Items"]


def cut(client: "DynamoDBClient", table: str, inconsistencies: Sequence[Inconsistency]) -> None:
    """Delete, from a restored table only, the entries that its rows do not know."""
    for entry in (entry for inconsistency in inconsistencies for entry in inconsistency.ahead):
        key: Any = {"payment_id": {"S": entry.payment_id}, "seq": {"N": str(entry.seq)}}
        client.delete_item(TableName=table, Key=key)


def settings(client: "DynamoDBClient", table: str) -> dict[str, str]:
    """Name → value of what a table is, beside its items."""
    told = client.describe_table(TableName=table)["Table"]
    backups = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    tags = client.list_tags_of_resource(ResourceArn=told["TableArn"])["Tags"]
    indexes = sorted(each["IndexName"] for each in told.get("GlobalSecondaryIndexes", []))
    recovery = backups.get("PointInTimeRecoveryDescription", {})
    return {
        "indexes": ", ".join(indexes) or "none",
        "billing": told.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
        "key": told.get("SSEDescription", {}).get("KMSMasterKeyArn", "the service's own"),
        "point-in-time recovery": recovery.get("PointInTimeRecoveryStatus", "DISABLED").lower(),
        "deletion protection": "on" if told.get("DeletionProtectionEnabled") else "off",
        "tags": ", ".join(sorted(f"{tag['Key']}={tag['Value']}" for tag in tags)) or "none",
        "resource policy": _policy(client, told["TableArn"]),
    }


def _policy(client: "DynamoDBClient", arn: str) -> str:
    try:
        client.get_resource_policy(ResourceArn=arn)
    except client.exceptions.PolicyNotFoundException:
        return "none"
    return "set"
