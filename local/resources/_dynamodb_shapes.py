"""A table as the program writes it, and as DynamoDB's API does."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from local.resources._base import Found, Inputs, pascal_keys

_KEYS = (("hashKey", "HASH"), ("rangeKey", "RANGE"))


def attributes_of(inputs: Inputs) -> list[dict[str, str]]:
    """The attribute definitions."""
    return [
        {"AttributeName": one["name"], "AttributeType": one["type"]}
        for one in inputs.need("attributes")
    ]


def key_schema(owner: Inputs) -> Iterator[dict[str, str]]:
    """The keys of a table or an index, from either of the two ways to write them."""
    for one in owner.take("keySchemas", []):
        yield pascal_keys(one)
    for key, kind in _KEYS:
        if name := owner.take(key):
            yield {"AttributeName": name, "KeyType": kind}


def indexes(inputs: Inputs) -> list[dict[str, Any]]:
    """The global indexes."""
    found = []
    for values in inputs.take("globalSecondaryIndexes", []):
        index = inputs.nested(values)
        found.append(
            {
                "IndexName": index.need("name"),
                "KeySchema": list(key_schema(index)),
                "Projection": index.params("projectionType", "nonKeyAttributes"),
            }
        )
        index.close()
    return found


def index_steps(
    before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What brings the old indexes to the new ones, one after the other, deletions first.

    An index can't change, so another one takes its place; the table stays.
    """
    return [
        *({"Delete": {"IndexName": one["IndexName"]}} for one in before if one not in now),
        *({"Create": one} for one in now if one not in before),
    ]


def settings(inputs: Inputs) -> dict[str, Any]:
    """What UpdateTable takes as CreateTable does."""
    return {
        "BillingMode": inputs.need("billingMode"),
        **_encryption(inputs),
        **_stream(inputs),
        **inputs.params("deletionProtectionEnabled", "onDemandThroughput", "tableClass"),
    }


def recovery(values: Mapping[str, Any]) -> dict[str, Any]:
    """The point-in-time recovery; the API says `PointInTimeRecoveryEnabled` for `enabled`."""
    found = pascal_keys(values)
    return {
        ("PointInTimeRecoveryEnabled" if key == "Enabled" else key): value
        for key, value in found.items()
    }


def table_as_inputs(table: Mapping[str, Any]) -> Found:
    """A `TableDescription` in the program's words, the keys in both ways to write them."""
    encryption, stream = table.get("SSEDescription", {}), table.get("StreamSpecification", {})
    limits = table.get("OnDemandThroughput", {})
    return {
        "name": table["TableName"],
        "attributes": [
            {"name": one["AttributeName"], "type": one["AttributeType"]}
            for one in table["AttributeDefinitions"]
        ],
        "billingMode": table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
        "deletionProtectionEnabled": table.get("DeletionProtectionEnabled", False),
        "globalSecondaryIndexes": [
            _index_as_inputs(one) for one in table.get("GlobalSecondaryIndexes", [])
        ],
        "onDemandThroughput": {
            "maxReadRequestUnits": limits.get("MaxReadRequestUnits"),
            "maxWriteRequestUnits": limits.get("MaxWriteRequestUnits"),
        },
        "serverSideEncryption": {
            "enabled": encryption.get("Status") == "ENABLED",
            "kmsKeyArn": encryption.get("KMSMasterKeyArn"),
        },
        "streamEnabled": stream.get("StreamEnabled", False),
        "streamViewType": stream.get("StreamViewType"),
        "tableClass": table.get("TableClassSummary", {}).get("TableClass", "STANDARD"),
        **_keys_as_inputs(table["KeySchema"]),
    }


def _index_as_inputs(index: Mapping[str, Any]) -> Found:
    projection = index["Projection"]
    return {
        "name": index["IndexName"],
        "projectionType": projection["ProjectionType"],
        "nonKeyAttributes": projection.get("NonKeyAttributes"),
        "keySchemas": [
            {"attributeName": one["AttributeName"], "keyType": one["KeyType"]}
            for one in index["KeySchema"]
        ],
        **_keys_as_inputs(index["KeySchema"]),
    }


def _keys_as_inputs(schema: Sequence[Mapping[str, str]]) -> Found:
    names = {one["KeyType"]: one["AttributeName"] for one in schema}
    return {key: names.get(kind) for key, kind in _KEYS}


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
