"""The certificates that vouch for callers' own, where the gateway reads them."""

import pulumi
import pulumi_aws as aws

from components.lib.iam import account_decides, document
from components.lib.outputs import StackDefaults
from components.parts.bucket import BucketArgs, access_bucket, access_logging, bucket
from components.parts.kms_key import kms_key

KEY = "trusted.pem"
_PREFIX = "trust-store/"


def trust_store(
    parent: pulumi.ComponentResource, name: str, defaults: StackDefaults, file: str
) -> aws.apigateway.DomainNameMutualTlsAuthenticationArgs:
    """A bucket with the one object, and which version of it counts.

    Encrypted with a key of its own, every version kept; who read it stands in a second bucket.
    """
    context, name = defaults.context, f"{name}-trust-store"
    how = {"enable_key_rotation": True, "policy": document(account_decides(context))}
    key = kms_key(parent, f"{name}-key", context, "trust-store", "what vouches for callers", how)
    # Buckets of all accounts share one space of names.
    physical = context.name(f"{context.account}-trust-store")
    kept = BucketArgs(physical, key.arn, expires=False, disposable=True)
    store = bucket(parent, name, context, kept)
    readers = BucketArgs(f"{physical}-reads", disposable=True)
    reads = access_bucket(
        parent, f"{name}-reads", context, readers, source=physical, prefix=_PREFIX
    )
    access_logging(parent, f"{name}-read", store, reads, _PREFIX)
    trusted = aws.s3.BucketObjectv2(
        f"{name}-trusted",
        bucket=store.name,
        key=KEY,
        source=pulumi.FileAsset(file),
        content_type="application/x-pem-file",
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*store.ready]),
    )
    return aws.apigateway.DomainNameMutualTlsAuthenticationArgs(
        truststore_uri=f"s3://{physical}/{KEY}",
        truststore_version=trusted.version_id,
    )
