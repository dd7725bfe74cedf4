"""A bucket with everything that it must never lack, and the one that says who read there."""

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
)


class Bucket(NamedTuple):
    """A bucket, and what must be there before somebody writes into it."""

    name: pulumi.Output[str]
    ready: Sequence[pulumi.Resource]


class BucketArgs(NamedTuple):
    """What differs between buckets."""

    physical: str
    """Its name, which no other bucket of the world has."""
    key_arn: pulumi.Input[str] | None = None
    """None: S3's own key, where a service writes that takes no other."""
    rules: Sequence[Statement] = ()
    """What its policy says beside that TLS 1.2 is the least."""
    classification: str | None = None
    locked: bool = False
    """Whether objects can be locked, which is said once, at its beginning."""
    expires: bool = True
    """Whether what is older than logs are kept goes by itself."""
    disposable: bool = False
    """Whether it goes with what it holds, where the stack disposes of its data."""


def bucket(
    parent: pulumi.ComponentResource, name: str, context: StackContext, args: BucketArgs
) -> Bucket:
    """Closed to the public, its owner's alone, encrypted, over TLS 1.2 or newer, with versions."""
    child = pulumi.ResourceOptions(parent=parent)
    made = aws.s3.Bucket(
        f"{name}-bucket",
        bucket=args.physical,
        object_lock_enabled=args.locked,
        force_destroy=args.disposable and not context.protect,
        tags=context.tags(*([args.classification] if args.classification else [])),
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
        f"{name}-encrypted", bucket=made.bucket, rules=[_encryption(args.key_arn)], opts=child
    )
    versioned = aws.s3.BucketVersioning(
        f"{name}-versioned",
        bucket=made.bucket,
        versioning_configuration={"status": "Enabled"},
        opts=child,
    )
    if args.expires:
        after = pulumi.ResourceOptions(parent=parent, depends_on=[versioned])
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-kept", bucket=made.bucket, rules=_lifecycle(context), opts=after
        )
    arn = context.bucket_arn(args.physical)
    policy = aws.s3.BucketPolicy(
        f"{name}-policy",
        bucket=made.bucket,
        policy=document(
            deny_insecure("s3:*", arn, f"{arn}/*"),
            deny_old_tls("s3:*", arn, f"{arn}/*"),
            *args.rules,
        ),
        # S3 takes one change of who may enter at a time.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[closed]),
    )
    return Bucket(made.bucket, [policy, owned, encrypted, versioned])


def access_bucket(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    args: BucketArgs,
    *,
    source: str,
    prefix: str,
) -> Bucket:
    """A bucket that S3 writes into, below `prefix`, who read the bucket `source`.

    S3 delivers into none that locks by default or encrypts with a key of ours (User Guide,
    "Enabling Amazon S3 server access logging").
    """
    delivers = allow_service(
        "logging.s3.amazonaws.com",
        ["s3:PutObject"],
        f"{context.bucket_arn(args.physical)}/{prefix}*",
        from_account(context, context.bucket_arn(source)),
    )
    return bucket(parent, name, context, args._replace(rules=[delivers]))


def access_logging(
    parent: pulumi.ComponentResource, name: str, of: Bucket, into: Bucket, prefix: str
) -> aws.s3.BucketLogging:
    """Who reads the one bucket is written into the other."""
    return aws.s3.BucketLogging(
        name,
        bucket=of.name,
        target_bucket=into.name,
        target_prefix=prefix,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*into.ready]),
    )


def _encryption(
    key_arn: pulumi.Input[str] | None,
) -> aws.s3.BucketServerSideEncryptionConfigurationRuleArgsDict:
    if key_arn is None:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    return {
        "apply_server_side_encryption_by_default": {
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": key_arn,
        },
        "bucket_key_enabled": True,
    }


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
