"""A bucket with everything that protects it."""

import pulumi
import pulumi_aws as aws
from pulumi_aws import s3


def bucket(name: str, key: aws.kms.Key, logs: s3.Bucket | None) -> s3.Bucket:
    """A bucket with everything that protects it; `logs` is where its readers are written down."""
    one = s3.Bucket(name, bucket=f"shop-{name}", object_lock_enabled=True, force_destroy=False)
    protect(name, one.bucket, key, logs)
    return one


def old_bucket(name: str, key: aws.kms.Key, logs: s3.Bucket) -> str:
    """The same by the type's old name, whose class warns of itself; its physical name."""
    inputs = {"bucket": f"shop-{name}", "objectLockEnabled": True, "forceDestroy": False}
    pulumi.CustomResource("aws:s3/bucketV2:BucketV2", name, inputs)
    protect(name, f"shop-{name}", key, logs)
    return f"shop-{name}"


def protect(name: str, bucket: pulumi.Input[str], key: aws.kms.Key, logs: s3.Bucket | None) -> None:
    """What stands beside a bucket."""
    s3.BucketPublicAccessBlock(
        f"{name}-closed",
        bucket=bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    s3.BucketServerSideEncryptionConfiguration(
        f"{name}-sealed",
        bucket=bucket,
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
        f"{name}-owned", bucket=bucket, rule={"object_ownership": "BucketOwnerEnforced"}
    )
    s3.BucketVersioning(
        f"{name}-versions", bucket=bucket, versioning_configuration={"status": "Enabled"}
    )
    s3.BucketObjectLockConfiguration(
        f"{name}-locked",
        bucket=bucket,
        rule={"default_retention": {"mode": "COMPLIANCE", "days": 365}},
    )
    s3.BucketLifecycleConfiguration(
        f"{name}-lasting",
        bucket=bucket,
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
            bucket=bucket,
            target_bucket=logs.bucket,
            target_prefix=f"{name}/",
        )


def closed(name: str) -> list[object]:
    """Nobody without TLS, or with an old one."""
    here = f"arn:aws:s3:::shop-{name}"
    both = {
        "Bool": {"aws:SecureTransport": "false"},
        "NumericLessThan": {"s3:TlsVersion": "1.2"},
    }
    return [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [here, f"{here}/*"],
            "Condition": {operator: condition},
        }
        for operator, condition in both.items()
    ]
