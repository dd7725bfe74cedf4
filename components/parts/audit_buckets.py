"""The bucket that the audit trail is kept in, and the one that says who read there."""

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.iam import Statement, allow_service, from_source
from components.parts.bucket import Bucket, BucketArgs, access_bucket, access_logging, bucket

_PREFIX = "audit/"
_CONFIDENTIAL = "confidential"


def audit_bucket(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    key: aws.kms.Key,
    *,
    physical: tuple[str, str],
    trail_arn: str,
) -> Bucket:
    """A bucket that one trail writes into and nobody changes, as long as logs are kept.

    COMPLIANCE: neither the account's administrators nor AWS's root user shorten the time or delete
    a version within it. Who reads is written into another; `physical` are the names of both.
    """
    kept, read = physical
    readers = BucketArgs(read, classification=_CONFIDENTIAL)
    access = access_bucket(parent, f"{name}-access", context, readers, source=kept, prefix=_PREFIX)
    writer = _from_trail(context, kept, trail_arn)
    args = BucketArgs(kept, key.arn, writer, classification=_CONFIDENTIAL, locked=True)
    made = bucket(parent, name, context, args)
    lock = aws.s3.BucketObjectLockConfiguration(
        f"{name}-lock",
        bucket=made.name,
        rule={"default_retention": {"mode": "COMPLIANCE", "days": context.log_retention_days}},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*made.ready]),
    )
    logging = access_logging(parent, f"{name}-read", made, access, _PREFIX)
    return made._replace(ready=[*made.ready, lock, logging])


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
