"""What a bucket is like, in the emulator."""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator

CLOSED = {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True,
          "restrictPublicBuckets": True}  # fmt: skip
RULE = {
    "id": "expire",
    "status": "Enabled",
    "filter": {"prefix": ""},
    "expiration": {"days": 9},
    "noncurrentVersionExpiration": {"noncurrentDays": 1},
    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
}


def encrypted(algorithm: str, **more: object) -> list[dict[str, object]]:
    """Rules of an encryption."""
    by = {"sseAlgorithm": algorithm, **more}
    return [{"applyServerSideEncryptionByDefault": by, "bucketKeyEnabled": bool(more)}]


def locked(mode: str, days: int) -> dict[str, object]:
    """A rule of a lock."""
    return {"defaultRetention": {"mode": mode, "days": days}}


def policy(action: str) -> str:
    """A document that denies one action without TLS."""
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": "arn:aws:s3:::set/*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize(
    ("kind", "first", "then"),
    [
        (aws.s3.BucketPublicAccessBlock, CLOSED, {"blockPublicAcls": False}),
        (
            aws.s3.BucketOwnershipControls,
            {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
            {"rule": {"objectOwnership": "ObjectWriter"}},
        ),
        (
            aws.s3.BucketLifecycleConfiguration,
            {"rules": [RULE]},
            {"rules": [{**RULE, "expiration": {"days": 10}}]},
        ),
        (aws.s3.BucketPolicy, {"policy": policy("s3:GetObject")}, {"policy": policy("s3:*")}),
        (
            aws.s3.BucketObjectLockConfiguration,
            {"rule": locked("GOVERNANCE", 1)},
            {"rule": locked("COMPLIANCE", 2)},
        ),
        (
            aws.s3.BucketLogging,
            {"targetBucket": "readers", "targetPrefix": "a/"},
            {"targetPrefix": "b/"},
        ),
    ],
)
def test_each_side_of_a_bucket_from_beginning_to_end(
    make: Callable[..., Made],
    emulator: Emulator,
    kind: type[pulumi.Resource],
    first: dict[str, Any],
    then: dict[str, Any],
) -> None:
    """It changes in place, is told as it is, and ends; a bucket that has gone has no sides."""
    make(aws.s3.Bucket, bucket="set", objectLockEnabled=True)
    make(aws.s3.Bucket, bucket="readers")
    life = Life(emulator, kind, {"bucket": "set", **first})
    life.becomes(**then)
    life.ends()
    s3 = emulator.client("s3")
    for bucket in ("set", "readers"):
        s3.delete_bucket(Bucket=bucket)
    life.ends()


def test_versions_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """They are suspended at the end; where objects are locked S3 lets nobody do that."""
    s3 = emulator.client("s3")
    on = {"versioningConfiguration": {"status": "Enabled"}}
    make(aws.s3.Bucket, bucket="versioned")
    life = Life(emulator, aws.s3.BucketVersioning, {"bucket": "versioned", **on})
    life.becomes(**on)
    life.ends()
    assert s3.get_bucket_versioning(Bucket="versioned")["Status"] == "Suspended"
    s3.delete_bucket(Bucket="versioned")
    make(aws.s3.Bucket, bucket="locking", objectLockEnabled=True)
    stays = Life(emulator, aws.s3.BucketVersioning, {"bucket": "locking", **on})
    make(aws.s3.BucketObjectLockConfiguration, bucket="locking", rule=locked("GOVERNANCE", 1))
    stays.vanishes(lambda: s3.delete_bucket(Bucket="locking"))
    stays.ends()


def test_encryption_has_no_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """It changes in place; S3 encrypts every object, and without a rule with a key of its own."""
    s3 = emulator.client("s3")
    make(aws.s3.Bucket, bucket="encrypted")
    with_ours = encrypted("aws:kms", kmsMasterKeyId="arn:aws:kms:eu-central-1:1:key/k")
    life = Life(
        emulator,
        aws.s3.BucketServerSideEncryptionConfiguration,
        {"bucket": "encrypted", "rules": with_ours},
    )
    life.becomes(rules=encrypted("AES256"))
    life.becomes(rules=with_ours)
    life.drifts(lambda: s3.delete_bucket_encryption(Bucket="encrypted"), "rules")
    life.vanishes(lambda: s3.delete_bucket(Bucket="encrypted"))
    life.ends()
