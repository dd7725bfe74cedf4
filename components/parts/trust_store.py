"""The certificates that vouch for callers' own, where the gateway reads them."""

import hashlib

import pulumi
import pulumi_aws as aws

from components.lib.iam import Statement, deny_insecure, document
from components.lib.outputs import StackDefaults

KEY = "trusted.pem"
_OLDEST_TLS = "1.2"


def trust_store(
    parent: pulumi.ComponentResource, name: str, defaults: StackDefaults, text: str
) -> aws.apigateway.DomainNameMutualTlsAuthenticationArgs:
    """A bucket with the one object, and which version of it counts.

    Closed to the public, TLS 1.2 or newer, encrypted with the data key, every version kept.
    """
    context = defaults.context
    child = pulumi.ResourceOptions(parent=parent)
    physical = context.name(f"{context.account}-trust-store")
    bucket = aws.s3.Bucket(
        f"{name}-trust-store",
        bucket=physical,
        force_destroy=not context.protect,
        tags=context.tags("internal"),
        opts=pulumi.ResourceOptions(parent=parent, protect=context.protect),
    )
    aws.s3.BucketPublicAccessBlock(
        f"{name}-trust-store-closed",
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=child,
    )
    aws.s3.BucketOwnershipControls(
        f"{name}-trust-store-owned",
        bucket=bucket.bucket,
        rule={"object_ownership": "BucketOwnerEnforced"},
        opts=child,
    )
    arn = f"arn:{context.partition}:s3:::{physical}"
    aws.s3.BucketPolicy(
        f"{name}-trust-store-over-tls",
        bucket=bucket.bucket,
        policy=document(deny_insecure("s3:*", arn, f"{arn}/*"), _deny_old_tls(arn)),
        opts=child,
    )
    sealed = aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-trust-store-sealed",
        bucket=bucket.bucket,
        rules=[
            {
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": "aws:kms",
                    "kms_master_key_id": defaults.keys.data,
                },
                "bucket_key_enabled": True,
            }
        ],
        opts=child,
    )
    versions = aws.s3.BucketVersioning(
        f"{name}-trust-store-versions",
        bucket=bucket.bucket,
        versioning_configuration={"status": "Enabled"},
        opts=child,
    )
    trusted = aws.s3.BucketObjectv2(
        f"{name}-trust-store-trusted",
        bucket=bucket.bucket,
        key=KEY,
        content=text,
        content_type="application/x-pem-file",
        source_hash=hashlib.sha256(text.encode()).hexdigest(),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[sealed, versions]),
    )
    return aws.apigateway.DomainNameMutualTlsAuthenticationArgs(
        truststore_uri=f"s3://{physical}/{KEY}", truststore_version=trusted.version_id
    )


def _deny_old_tls(arn: str) -> Statement:
    return {
        "Sid": "NewTlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"NumericLessThan": {"s3:TlsVersion": _OLDEST_TLS}},
    }
