"""The certificates that vouch for callers' own, where the gateway reads them."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.iam import (
    Statement,
    account_decides,
    allow_service,
    deny_insecure,
    deny_old_tls,
    document,
    from_account,
)
from components.lib.outputs import StackDefaults
from components.parts.kms_key import kms_key

KEY = "trusted.pem"


def trust_store(
    parent: pulumi.ComponentResource, name: str, defaults: StackDefaults, file: str
) -> aws.apigateway.DomainNameMutualTlsAuthenticationArgs:
    """A bucket with the one object, and which version of it counts.

    Encrypted with a key of its own, every version kept; who read it stands in a second bucket.
    """
    context, name = defaults.context, f"{name}-trust-store"
    how = {"enable_key_rotation": True, "policy": document(account_decides(context))}
    key = kms_key(parent, f"{name}-key", context, "trust-store", "what vouches for callers", how)
    bucket = _bucket(
        parent,
        name,
        context,
        "trust-store",
        {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn},
    )
    _written_down(parent, name, context, bucket)
    trusted = aws.s3.BucketObjectv2(
        f"{name}-trusted",
        bucket=bucket.bucket,
        key=KEY,
        source=pulumi.FileAsset(file),
        content_type="application/x-pem-file",
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[bucket]),
    )
    return aws.apigateway.DomainNameMutualTlsAuthenticationArgs(
        truststore_uri=f"s3://{_physical(context, 'trust-store')}/{KEY}",
        truststore_version=trusted.version_id,
    )


def _physical(context: StackContext, short: str) -> str:
    """Buckets of all accounts share one space of names."""
    return context.name(f"{context.account}-{short}")


def _bucket(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    short: str,
    encryption: Mapping[str, Any],
    *statements: Statement,
) -> aws.s3.Bucket:
    """Closed to the public, its owner's alone, TLS 1.2 or newer, every version kept."""
    child = pulumi.ResourceOptions(parent=parent)
    physical = _physical(context, short)
    bucket = aws.s3.Bucket(
        name,
        bucket=physical,
        force_destroy=not context.protect,
        tags=context.tags(),
        opts=pulumi.ResourceOptions(parent=parent, protect=context.protect),
    )
    aws.s3.BucketPublicAccessBlock(
        f"{name}-closed",
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=child,
    )
    aws.s3.BucketOwnershipControls(
        f"{name}-owned",
        bucket=bucket.bucket,
        rule={"object_ownership": "BucketOwnerEnforced"},
        opts=child,
    )
    arn = f"arn:{context.partition}:s3:::{physical}"
    everything = [arn, f"{arn}/*"]
    aws.s3.BucketPolicy(
        f"{name}-over-tls",
        bucket=bucket.bucket,
        policy=document(
            deny_insecure("s3:*", *everything), deny_old_tls("s3:*", *everything), *statements
        ),
        opts=child,
    )
    by_key = {"bucket_key_enabled": True} if "kms_master_key_id" in encryption else {}
    rule: Any = {"apply_server_side_encryption_by_default": encryption, **by_key}
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-sealed",
        bucket=bucket.bucket,
        rules=[rule],
        opts=child,
    )
    aws.s3.BucketVersioning(
        f"{name}-versions",
        bucket=bucket.bucket,
        versioning_configuration={"status": "Enabled"},
        opts=child,
    )
    return bucket


def _written_down(
    parent: pulumi.ComponentResource, name: str, context: StackContext, bucket: aws.s3.Bucket
) -> None:
    """Who read the bucket; S3 writes into none that a key of KMS seals."""
    name, short = f"{name}-reads", "trust-store-reads"
    source = f"arn:{context.partition}:s3:::{_physical(context, 'trust-store')}"
    into = f"arn:{context.partition}:s3:::{_physical(context, short)}/*"
    when = from_account(context, source)
    writing = allow_service("logging.s3.amazonaws.com", ["s3:PutObject"], into, when)
    reads = _bucket(parent, name, context, short, {"sse_algorithm": "AES256"}, writing)
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-kept",
        bucket=reads.bucket,
        rules=[
            {
                "id": "all",
                "filter": {"prefix": ""},
                "status": "Enabled",
                "expiration": {"days": context.log_retention_days},
                "noncurrent_version_expiration": {"noncurrent_days": 1},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
            }
        ],
        opts=pulumi.ResourceOptions(parent=parent),
    )
    aws.s3.BucketLogging(
        f"{name}-of-trust-store",
        bucket=bucket.bucket,
        target_bucket=reads.bucket,
        target_prefix="trust-store/",
        opts=pulumi.ResourceOptions(parent=parent),
    )
