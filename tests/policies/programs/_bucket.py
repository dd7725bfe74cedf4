"""A bucket with everything that protects it."""

from typing import Any

import pulumi_aws as aws
from pulumi_aws import s3


def bucket(
    name: str,
    key: aws.kms.Key,
    logs: s3.Bucket | None,
    cls: type[s3.Bucket] | type[s3.BucketV2] = s3.Bucket,
) -> Any:
    """A bucket with everything that protects it; `logs` is where its readers are written down."""
    one = cls(name, bucket=f"shop-{name}", object_lock_enabled=True, force_destroy=False)
    s3.BucketPublicAccessBlock(
        f"{name}-closed",
        bucket=one.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    s3.BucketServerSideEncryptionConfiguration(
        f"{name}-sealed",
        bucket=one.bucket,
        rules=[
            {
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": "aws:kms",
                    "kms_master_key_id": key.arn,
                },
                "bucket_key_enabled": True,
            }
        ],
    )
    s3.BucketOwnershipControls(
        f"{name}-owned", bucket=one.bucket, rule={"object_ownership": "BucketOwnerEnforced"}
    )
    s3.BucketVersioning(
        f"{name}-versions", bucket=one.bucket, versioning_configuration={"status": "Enabled"}
    )
    s3.BucketObjectLockConfiguration(
        f"{name}-locked",
        bucket=one.bucket,
        rule={"default_retention": {"mode": "COMPLIANCE", "days": 365}},
    )
    s3.BucketLifecycleConfiguration(
        f"{name}-lasting",
        bucket=one.bucket,
        rules=[
            {
                "id": "all",
                "status": "Enabled",
                "expiration": {"days": 400},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
    )
    if logs is not None:
        s3.BucketLogging(
            f"{name}-readers",
            bucket=one.bucket,
            target_bucket=logs.bucket,
            target_prefix=f"{name}/",
        )
    return one
