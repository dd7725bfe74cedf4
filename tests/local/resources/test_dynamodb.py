"""Tables in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

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
