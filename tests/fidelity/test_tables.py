"""What the emulator has of a table's backups: the calls, and hardly any past."""

import json
from typing import Any

import pulumi_aws as aws
import pytest
from ministack.services import dynamodb

from local.emulator.emulator import Emulator
from tests._aws import make
from tests._wait import until

pytestmark = pytest.mark.emulator


def test_gap_a_restored_table_is_of_now(emulator: Emulator) -> None:
    """AWS restores the moment that was asked for; the key and the window are as there.

    `local/demo/_exports.py` stands in for the past; once this fails it can go.
    """
    _, key = make(emulator, aws.kms.Key)
    name, _ = make(
        emulator,
        aws.dynamodb.Table,
        name="past",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        attributes=[{"name": "id", "type": "S"}],
        serverSideEncryption={"enabled": True, "kmsKeyArn": key["arn"]},
        pointInTimeRecovery={"enabled": True},
    )
    client = emulator.client("dynamodb")
    told = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    moment = told["PointInTimeRecoveryDescription"]["LatestRestorableDateTime"]
    client.put_item(TableName=name, Item={"id": {"S": "later"}})
    client.restore_table_to_point_in_time(
        SourceTableName=name, TargetTableName="past-restored", RestoreDateTime=moment
    )
    assert client.scan(TableName="past-restored")["Count"] == 1
    restored = client.describe_table(TableName="past-restored")["Table"]
    assert restored["SSEDescription"]["KMSMasterKeyArn"] == key["arn"]


def test_gap_a_restore_reaches_back_to_now_and_loses_the_key() -> None:
    """The bare emulator; AWS reaches back to when recovery began, and keeps the source's key."""
    asked = {
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "k"},
    }
    recovery = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
    names = {"SourceTableName": "bare", "TargetTableName": "bare-restored"}
    try:
        dynamodb._create_table({"TableName": "bare", **asked})
        dynamodb._tables["bare"]["CreationDateTime"] = 1
        dynamodb._update_continuous_backups({"TableName": "bare", **recovery})
        _, _, body = dynamodb._describe_continuous_backups({"TableName": "bare"})
        dynamodb._restore_table_to_point_in_time(names)
        made = dynamodb._tables["bare-restored"]
        assert "SSEDescription" in dynamodb._tables["bare"]
    finally:
        for name in names.values():
            del dynamodb._tables[name]
    told = json.loads(body)["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert told["EarliestRestorableDateTime"] == told["LatestRestorableDateTime"]
    assert not made.get("SSEDescription")


def test_a_restore_reaches_back_to_the_table_s_creation(emulator: Emulator) -> None:
    """The earliest moment that can be had, as on AWS."""
    name, _ = make(
        emulator,
        aws.dynamodb.Table,
        name="early",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        attributes=[{"name": "id", "type": "S"}],
        pointInTimeRecovery={"enabled": True},
    )
    client = emulator.client("dynamodb")
    created = client.describe_table(TableName=name)["Table"]["CreationDateTime"]
    told = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = told["PointInTimeRecoveryDescription"]
    assert recovery["EarliestRestorableDateTime"] == created


def test_gap_an_export_writes_nothing(emulator: Emulator) -> None:
    """AWS writes the items into the bucket; here the export is done and the bucket is empty."""
    name, table = make(
        emulator,
        aws.dynamodb.Table,
        name="exported",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        attributes=[{"name": "id", "type": "S"}],
    )
    client, s3 = emulator.client("dynamodb"), emulator.client("s3")
    client.put_item(TableName=name, Item={"id": {"S": "one"}})
    s3.create_bucket(
        Bucket="exported", CreateBucketConfiguration={"LocationConstraint": emulator.region}
    )
    export = client.export_table_to_point_in_time(TableArn=table["arn"], S3Bucket="exported")
    arn = export["ExportDescription"]["ExportArn"]
    until(lambda: status(client, arn) == "COMPLETED", 60)
    assert s3.list_objects_v2(Bucket="exported")["KeyCount"] == 0


def status(client: Any, arn: str) -> str:
    """How far the export is."""
    return str(client.describe_export(ExportArn=arn)["ExportDescription"]["ExportStatus"])
