"""DynamoDB."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made, pascal_keys

_KEYS = (("hashKey", "HASH"), ("rangeKey", "RANGE"))


class Table(Kind):
    """An on-demand table with its indexes, key, recovery and protection."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateTable, then what has calls of its own: recovery and expiry."""
        client = cloud.client("dynamodb")
        name = inputs.need("name")
        made = client.create_table(
            TableName=name,
            KeySchema=list(_schema(inputs)),
            AttributeDefinitions=[
                {"AttributeName": one["name"], "AttributeType": one["type"]}
                for one in inputs.need("attributes")
            ],
            BillingMode=inputs.need("billingMode"),
            Tags=inputs.tags(),
            **_indexes(inputs),
            **_encryption(inputs),
            **_stream(inputs),
            **inputs.params("deletionProtectionEnabled", "onDemandThroughput", "tableClass"),
        )["TableDescription"]
        if recovery := inputs.take("pointInTimeRecovery"):
            client.update_continuous_backups(
                TableName=name, PointInTimeRecoverySpecification=_recovery(recovery)
            )
        if ttl := inputs.take("ttl"):
            client.update_time_to_live(TableName=name, TimeToLiveSpecification=pascal_keys(ttl))
        stream = made.get("LatestStreamArn", "")
        return name, {
            "arn": made["TableArn"],
            "streamArn": stream,
            "streamLabel": stream.rpartition("/")[2],
        }


class ResourcePolicy(Kind):
    """A table's own policy: stored, and ignored by the emulator."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutResourcePolicy."""
        inputs.skip("confirmRemoveSelfResourceAccess")
        arn = inputs.need("resourceArn")
        made = cloud.client("dynamodb").put_resource_policy(
            ResourceArn=arn, Policy=inputs.need("policy")
        )
        return arn, {"revisionId": made["RevisionId"]}


def _schema(owner: Inputs) -> Iterator[dict[str, str]]:
    for one in owner.take("keySchemas", []):
        yield pascal_keys(one)
    for key, kind in _KEYS:
        if name := owner.take(key):
            yield {"AttributeName": name, "KeyType": kind}


def _indexes(inputs: Inputs) -> dict[str, Any]:
    found = []
    for values in inputs.take("globalSecondaryIndexes", []):
        index = inputs.nested(values)
        found.append(
            {
                "IndexName": index.need("name"),
                "KeySchema": list(_schema(index)),
                "Projection": index.params("projectionType", "nonKeyAttributes"),
            }
        )
        index.close()
    return {"GlobalSecondaryIndexes": found} if found else {}


def _encryption(inputs: Inputs) -> dict[str, Any]:
    values = inputs.take("serverSideEncryption")
    if not values:
        return {}
    encryption = inputs.nested(values)
    found = encryption.rename({"enabled": "Enabled", "kmsKeyArn": "KMSMasterKeyId"})
    encryption.close()
    return {"SSESpecification": {**found, "SSEType": "KMS"}}


def _stream(inputs: Inputs) -> dict[str, Any]:
    found = inputs.rename({"streamEnabled": "StreamEnabled", "streamViewType": "StreamViewType"})
    return {"StreamSpecification": found} if found else {}


def _recovery(values: Mapping[str, Any]) -> dict[str, Any]:
    found = pascal_keys(values)
    return {
        ("PointInTimeRecoveryEnabled" if key == "Enabled" else key): value
        for key, value in found.items()
    }


KINDS = {aws.dynamodb.ResourcePolicy: ResourcePolicy, aws.dynamodb.Table: Table}
