"""DynamoDB."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, pascal_keys
from local.resources._dynamodb_shapes import (
    attributes_of,
    index_steps,
    indexes,
    key_schema,
    recovery,
    settings,
    table_as_inputs,
)
from local.resources._live import ask, changes, retag, tag_map, told

_GONE = "ResourceNotFoundException"
# What a table has that names nothing.
_UNSET = {
    "DeletionProtectionEnabled": False,
    "OnDemandThroughput": {"MaxReadRequestUnits": -1, "MaxWriteRequestUnits": -1},
    "SSESpecification": {"Enabled": False},
    "StreamSpecification": {"StreamEnabled": False},
    "TableClass": "STANDARD",
}
_WAIT = {"Delay": 1, "MaxAttempts": 60}


class Table(ResourceKind):
    """An on-demand table with its indexes, key, recovery and protection."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "hashKey", "rangeKey"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateTable, then what has calls of its own: recovery and expiry."""
        client = cloud.client("dynamodb")
        name = inputs.need("name")
        made = client.create_table(
            TableName=name,
            KeySchema=list(key_schema(inputs)),
            AttributeDefinitions=attributes_of(inputs),
            Tags=inputs.tags(),
            **({"GlobalSecondaryIndexes": found} if (found := indexes(inputs)) else {}),
            **settings(inputs),
        )["TableDescription"]
        _wait_until_active(client, name)
        _apart(client, name, {}, inputs)
        return name, _outputs(made)

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeTable, then recovery, expiry and tags, which are calls of their own."""
        client = cloud.client("dynamodb")
        answer = ask(client.describe_table, _GONE, TableName=physical)
        if answer is None:
            return None
        table = answer["Table"]
        tags = client.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
        live = {**table_as_inputs(table), **_outputs(table), "tags": tag_map(tags)}
        return told(state, {**live, **_live_apart(client, physical)})

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateTable once for each setting and index that changed; the rest by their own calls."""
        client = cloud.client("dynamodb")
        inputs.skip("tagsAll", *Table.replaced_by)
        before = inputs.nested(old)
        attributes = attributes_of(inputs)
        steps: list[dict[str, Any]] = [
            {"GlobalSecondaryIndexUpdates": [step], "AttributeDefinitions": attributes}
            for step in index_steps(indexes(before), indexes(inputs))
        ]
        changed = changes(settings(before), settings(inputs), _UNSET)
        # DynamoDB takes one kind of change in a call.
        for step in [*steps, *({key: value} for key, value in changed.items())]:
            client.update_table(TableName=physical, **step)
            _wait_until_active(client, physical)
        _apart(client, physical, old, inputs)
        table = client.describe_table(TableName=physical)["Table"]
        arn = table["TableArn"]
        retag(
            old,
            inputs.take("tags"),
            lambda tags: client.tag_resource(
                ResourceArn=arn,
                Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            ),
            lambda keys: client.untag_resource(ResourceArn=arn, TagKeys=keys),
        )
        return _outputs(table)

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteTable, which DynamoDB refuses for a protected table, and wait for its end."""
        client = cloud.client("dynamodb")
        if ask(client.delete_table, _GONE, TableName=physical):
            client.get_waiter("table_not_exists").wait(TableName=physical, WaiterConfig=_WAIT)


class ResourcePolicy(ResourceKind):
    """A table's own policy: stored, and ignored by the emulator."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"resourceArn"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutResourcePolicy."""
        inputs.skip("confirmRemoveSelfResourceAccess")
        arn = inputs.need("resourceArn")
        made = cloud.client("dynamodb").put_resource_policy(
            ResourceArn=arn, Policy=inputs.need("policy")
        )
        return arn, {"revisionId": made["RevisionId"]}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetResourcePolicy."""
        client = cloud.client("dynamodb")
        try:
            answer = ask(client.get_resource_policy, _GONE, ResourceArn=physical)
        except client.exceptions.PolicyNotFoundException:
            return None
        return answer and told(
            state,
            {
                "resourceArn": physical,
                "policy": answer["Policy"],
                "revisionId": answer["RevisionId"],
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutResourcePolicy, which replaces the document."""
        return ResourcePolicy.create(inputs, cloud)[1]

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteResourcePolicy."""
        ask(cloud.client("dynamodb").delete_resource_policy, _GONE, ResourceArn=physical)


def _outputs(table: Mapping[str, Any]) -> Found:
    stream = table.get("LatestStreamArn", "")
    return {
        "arn": table["TableArn"],
        "streamArn": stream,
        "streamLabel": stream.rpartition("/")[2],
    }


def _wait_until_active(client: Any, name: str) -> None:
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=_WAIT)


def _apart(client: Any, name: str, old: State, inputs: Inputs) -> None:
    """What has a call of its own: recovery and expiry, where they differ from `old`."""
    now, before = inputs.take("pointInTimeRecovery"), old.get("pointInTimeRecovery")
    if now != before:
        client.update_continuous_backups(
            TableName=name,
            PointInTimeRecoverySpecification=recovery(now or {"enabled": False}),
        )
    ttl, before = inputs.take("ttl"), old.get("ttl")
    if ttl != before:
        client.update_time_to_live(
            TableName=name,
            TimeToLiveSpecification=pascal_keys(ttl or {**(before or {}), "enabled": False}),
        )


def _live_apart(client: Any, name: str) -> Found:
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    points = backups.get("PointInTimeRecoveryDescription", {})
    ttl = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    return {
        "pointInTimeRecovery": {
            "enabled": points.get("PointInTimeRecoveryStatus") == "ENABLED",
            "recoveryPeriodInDays": points.get("RecoveryPeriodInDays"),
        },
        "ttl": {
            "enabled": ttl.get("TimeToLiveStatus") == "ENABLED",
            "attributeName": ttl.get("AttributeName"),
        },
    }


KINDS = {
    "aws:dynamodb/resourcePolicy:ResourcePolicy": ResourcePolicy,
    "aws:dynamodb/table:Table": Table,
}
