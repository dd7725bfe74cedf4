"""Tables in the emulator."""

import functools
from collections.abc import Callable
from typing import Any

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, ResourceError
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator

ATTRIBUTES = [{"name": "id", "type": "S"}, {"name": "seq", "type": "N"}]


def test_a_table_keeps_everything(make: Callable[..., Made], emulator: Emulator) -> None:
    """Keys, an index in either notation, the key, recovery and protection are the declared ones."""
    _, key = make(aws.kms.Key)
    name, outputs = make(
        aws.dynamodb.Table,
        name="kept-table",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        rangeKey="seq",
        attributes=ATTRIBUTES,
        globalSecondaryIndexes=[
            {"name": "old", "hashKey": "seq", "projectionType": "KEYS_ONLY"},
            {
                "name": "new",
                "keySchemas": [{"attributeName": "seq", "keyType": "HASH"}],
                "projectionType": "KEYS_ONLY",
            },
        ],
        serverSideEncryption={"enabled": True, "kmsKeyArn": key["arn"]},
        pointInTimeRecovery={"enabled": True, "recoveryPeriodInDays": 35},
        deletionProtectionEnabled=True,
        tags={"a": "b"},
    )
    client = emulator.client("dynamodb")
    table = client.describe_table(TableName=name)["Table"]
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert [one["KeyType"] for one in table["KeySchema"]] == ["HASH", "RANGE"]
    assert {one["IndexName"]: one["KeySchema"] for one in table["GlobalSecondaryIndexes"]} == {
        index: [{"AttributeName": "seq", "KeyType": "HASH"}] for index in ("old", "new")
    }
    assert table["SSEDescription"]["KMSMasterKeyArn"] == key["arn"]
    assert table["DeletionProtectionEnabled"] is True
    recovery = backups["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"
    assert outputs["arn"] == table["TableArn"]


def test_expiry_stream_and_policy(make: Callable[..., Made], emulator: Emulator) -> None:
    """A stream, an expiry attribute and a resource policy are set where they are declared."""
    name, outputs = make(
        aws.dynamodb.Table,
        name="extras",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        attributes=ATTRIBUTES[:1],
        ttl={"attributeName": "expires", "enabled": True},
        streamEnabled=True,
        streamViewType="NEW_IMAGE",
    )
    policy = '{"Version":"2012-10-17","Statement":[]}'
    make(aws.dynamodb.ResourcePolicy, resourceArn=outputs["arn"], policy=policy)
    client = emulator.client("dynamodb")
    expiry = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert expiry["AttributeName"] == "expires"
    assert outputs["streamArn"].startswith(f"{outputs['arn']}/stream/")
    assert client.get_resource_policy(ResourceArn=outputs["arn"])["Policy"] == policy


def index(name: str, key: str, **more: Any) -> dict[str, Any]:
    """An index on one key."""
    return {"name": name, "hashKey": key, "projectionType": "KEYS_ONLY", **more}


def test_a_table_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """A table changes in place, tells all it is made of, is protected, and goes."""
    client = emulator.client("dynamodb")
    (_, one), (_, two) = make(aws.kms.Key), make(aws.kms.Key)
    life = Life(
        emulator,
        aws.dynamodb.Table,
        {
            "name": "life",
            "billingMode": "PAY_PER_REQUEST",
            "hashKey": "id",
            "rangeKey": "seq",
            "attributes": ATTRIBUTES,
            "globalSecondaryIndexes": [index("one", "seq")],
            "serverSideEncryption": {"enabled": True, "kmsKeyArn": one["arn"]},
            "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 35},
            "deletionProtectionEnabled": True,
            "tags": {"a": "b"},
        },
    )
    client.put_item(TableName="life", Item={"id": {"S": "kept"}, "seq": {"N": "1"}})
    life.becomes(
        attributes=[*ATTRIBUTES, {"name": "day", "type": "S"}],
        globalSecondaryIndexes=[
            index("two", "day", projectionType="INCLUDE", nonKeyAttributes=["x", "y"]),
            index("one", "id", rangeKey="seq"),
        ],
    )
    life.becomes(serverSideEncryption={"enabled": True, "kmsKeyArn": two["arn"]}, tags={"c": "d"})
    life.becomes(
        streamEnabled=True,
        streamViewType="KEYS_ONLY",
        ttl={"attributeName": "until", "enabled": True},
        tableClass="STANDARD_INFREQUENT_ACCESS",
        onDemandThroughput={"maxReadRequestUnits": 10, "maxWriteRequestUnits": 10},
    )
    table, arn = {"TableName": "life"}, life.state["arn"]
    drop = [{"Delete": {"IndexName": "two"}}]
    for change, keys in (
        ({"DeletionProtectionEnabled": False}, ["deletionProtectionEnabled"]),
        ({"SSESpecification": {"Enabled": False}}, ["serverSideEncryption"]),
        ({"GlobalSecondaryIndexUpdates": drop}, ["globalSecondaryIndexes", "attributes"]),
    ):
        life.drifts(functools.partial(client.update_table, **table, **change), *keys)
    off = {"PointInTimeRecoveryEnabled": False}
    backups = client.update_continuous_backups
    life.drifts(
        lambda: backups(**table, PointInTimeRecoverySpecification=off), "pointInTimeRecovery"
    )
    life.drifts(lambda: client.untag_resource(ResourceArn=arn, TagKeys=["c"]), "tags")
    with pytest.raises(ResourceError, match="protect"):
        life.ends()
    gone = ("streamEnabled", "streamViewType", "ttl", "tableClass", "onDemandThroughput", "tags")
    life.becomes(deletionProtectionEnabled=None, **dict.fromkeys(gone))
    life.becomes(pointInTimeRecovery=None, serverSideEncryption=None)
    found = client.describe_continuous_backups(**table)["ContinuousBackupsDescription"]
    assert found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    expiry = client.describe_time_to_live(**table)["TimeToLiveDescription"]
    assert expiry["TimeToLiveStatus"] == "DISABLED"
    assert client.scan(**table)["Count"] == 1
    life.ends()


def test_a_table_policy_from_beginning_to_end(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """A table's policy changes in place and goes before its table, or with it."""
    client = emulator.client("dynamodb")
    _, table = make(
        aws.dynamodb.Table,
        name="policed",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        attributes=ATTRIBUTES[:1],
    )
    policy = '{"Version":"2012-10-17","Statement":[]}'
    other = policy.replace("[]", '[], "Id": "x"')
    inputs = {"resourceArn": table["arn"], "policy": policy}
    life = Life(emulator, aws.dynamodb.ResourcePolicy, inputs)
    life.becomes(policy=other)
    put = client.put_resource_policy
    life.drifts(lambda: put(ResourceArn=table["arn"], Policy=policy), "policy", "revisionId")
    life.ends()
    life.vanishes(lambda: client.delete_table(TableName="policed"))
    life.ends()
