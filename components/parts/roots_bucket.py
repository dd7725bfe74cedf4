"""The bucket that the roots of the ledger are kept in, and the one that says who read there."""

import pulumi
import pulumi_aws as aws

from components.lib.bucket_names import roots_buckets
from components.lib.context import StackContext
from components.lib.iam import Statement, deny_everybody
from components.parts.bucket import Bucket, BucketArgs, access_bucket, access_logging, bucket

_PREFIX = "roots/"
_CONFIDENTIAL = "confidential"
_WRITES = ["s3:PutObject", "s3:ReplicateObject"]
"""All that makes a version: uploads in parts and copies ask for the first, a replication from
another bucket for the second."""


def roots_bucket(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    key_arn: pulumi.Input[str],
    writer_arn: str,
) -> Bucket:
    """A bucket where one role writes, nothing is deleted, and each writing is a version of its own.

    What is there can't be shortened, changed or deleted by anybody as long as logs are kept
    (Object Lock, COMPLIANCE), and after that it stays. A stack that disposes of its data has
    GOVERNANCE: else nobody could take the stack down. Who has not the role `writer_arn` writes
    nothing, whatever the account's policies say; who may change the bucket's own policy and
    settings is left to those, so nobody is locked out.
    """
    kept, read = map(context.name, roots_buckets(context.account))
    readers = BucketArgs(read, classification=_CONFIDENTIAL, disposable=True)
    access = access_bucket(parent, f"{name}-access", context, readers, source=kept, prefix=_PREFIX)
    args = BucketArgs(
        kept,
        key_arn,
        [_one_writer(context.bucket_arn(kept), writer_arn)],
        classification=_CONFIDENTIAL,
        locked=True,
        expires=False,
        disposable=True,
    )
    made = bucket(parent, name, context, args)
    mode = "COMPLIANCE" if context.protect else "GOVERNANCE"
    lock = aws.s3.BucketObjectLockConfiguration(
        f"{name}-lock",
        bucket=made.name,
        rule={"default_retention": {"mode": mode, "days": context.log_retention_days}},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*made.ready]),
    )
    logging = access_logging(parent, f"{name}-read", made, access, _PREFIX)
    return made._replace(ready=[*made.ready, lock, logging])


def _one_writer(bucket_arn: str, writer_arn: str) -> Statement:
    """Of a role's session AWS tells the role's ARN here, and of a service of its own none."""
    others = {"ArnNotEquals": {"aws:PrincipalArn": writer_arn}}
    return deny_everybody("OneWriter", _WRITES, others, f"{bucket_arn}/*")
