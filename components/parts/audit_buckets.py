"""The bucket that the audit trail is kept in, and the one that says who read there."""

from collections.abc import Sequence
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components.lib import limits
from components.lib.context import StackContext
from components.lib.iam import (
    Statement,
    allow_service,
    deny_insecure,
    deny_old_tls,
    document,
    from_account,
    from_source,
)


class AuditBucket(NamedTuple):
    """A bucket, and what must be there before somebody writes into it."""

    name: pulumi.Output[str]
    ready: Sequence[pulumi.Resource]


def audit_bucket(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    physical: str,
    key: aws.kms.Key,
    access: AuditBucket,
    trail_arn: str,
) -> AuditBucket:
    """A bucket that one trail writes into and nobody changes, as long as logs are kept.

    COMPLIANCE: neither the account's administrators nor AWS's root user shorten the time or delete
    a version within it. Who reads is written into `access`.
    """
    made, ready = _bucket(
        parent,
        name,
        context,
        physical,
        {
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": key.arn,
            },
            "bucket_key_enabled": True,
        },
        _from_trail(context, physical, trail_arn),
        locked=True,
    )
    child = pulumi.ResourceOptions(parent=parent, depends_on=[*ready])
    lock = aws.s3.BucketObjectLockConfiguration(
        f"{name}-lock",
        bucket=made.bucket,
        rule={"default_retention": {"mode": "COMPLIANCE", "days": context.log_retention_days}},
        opts=child,
    )
    logging = aws.s3.BucketLogging(
        f"{name}-read",
        bucket=made.bucket,
        target_bucket=access.name,
        target_prefix=_PREFIX,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*access.ready]),
    )
    return AuditBucket(made.bucket, [*ready, lock, logging])


def access_bucket(
    parent: pulumi.ComponentResource, name: str, context: StackContext, physical: str, source: str
) -> AuditBucket:
    """A bucket that S3 writes into who read the bucket `source`.

    S3 delivers into none that locks by default or encrypts with a key of ours (User Guide,
    "Enabling Amazon S3 server access logging").
    """
    made, ready = _bucket(
        parent,
        name,
        context,
        physical,
        {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}},
        [
            allow_service(
                "logging.s3.amazonaws.com",
                ["s3:PutObject"],
                f"{context.bucket_arn(physical)}/{_PREFIX}*",
                from_account(context, context.bucket_arn(source)),
            )
        ],
        locked=False,
    )
    return AuditBucket(made.bucket, ready)


_PREFIX = "audit/"


def _from_trail(context: StackContext, physical: str, trail_arn: str) -> list[Statement]:
    """As CloudTrail's guide has it: "Amazon S3 bucket policy for CloudTrail"."""
    arn, ours = context.bucket_arn(physical), from_source(trail_arn)
    service = "cloudtrail.amazonaws.com"
    owned = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    return [
        allow_service(service, ["s3:GetBucketAcl"], arn, ours),
        allow_service(
            service, ["s3:PutObject"], f"{arn}/AWSLogs/{context.account}/*", {**ours, **owned}
        ),
    ]


def _bucket(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    physical: str,
    encryption: aws.s3.BucketServerSideEncryptionConfigurationRuleArgsDict,
    allowed: Sequence[Statement],
    *,
    locked: bool,
) -> tuple[aws.s3.Bucket, Sequence[pulumi.Resource]]:
    """A bucket with everything that it must never lack, and that."""
    child = pulumi.ResourceOptions(parent=parent)
    made = aws.s3.Bucket(
        f"{name}-bucket",
        bucket=physical,
        object_lock_enabled=locked,
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent, protect=context.protect),
    )
    closed = aws.s3.BucketPublicAccessBlock(
        f"{name}-closed",
        bucket=made.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=child,
    )
    owned = aws.s3.BucketOwnershipControls(
        f"{name}-owned",
        bucket=made.bucket,
        rule={"object_ownership": "BucketOwnerEnforced"},
        opts=child,
    )
    encrypted = aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encrypted", bucket=made.bucket, rules=[encryption], opts=child
    )
    versioned = aws.s3.BucketVersioning(
        f"{name}-versioned",
        bucket=made.bucket,
        versioning_configuration={"status": "Enabled"},
        opts=child,
    )
    after = pulumi.ResourceOptions(parent=parent, depends_on=[versioned])
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-kept", bucket=made.bucket, rules=_lifecycle(context), opts=after
    )
    arn = context.bucket_arn(physical)
    policy = aws.s3.BucketPolicy(
        f"{name}-policy",
        bucket=made.bucket,
        policy=document(
            *allowed, deny_insecure("s3:*", arn, f"{arn}/*"), deny_old_tls("s3:*", arn, f"{arn}/*")
        ),
        # S3 takes one change of who may enter at a time.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[closed]),
    )
    return made, [policy, owned, encrypted, versioned]


def _lifecycle(
    context: StackContext,
) -> list[aws.s3.BucketLifecycleConfigurationRuleArgsDict]:
    """What is older than logs are kept goes, with its versions and what marks a deletion.

    A locked version goes when its time is over; S3 takes markers that old away by itself.
    """
    return [
        {
            "id": "expire",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "expiration": {"days": context.log_retention_days},
            "noncurrent_version_expiration": {"noncurrent_days": 1},
            "abort_incomplete_multipart_upload": {"days_after_initiation": limits.UPLOAD_DAYS},
        }
    ]
