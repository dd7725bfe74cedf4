"""Buckets: closed to the public, encrypted with our key, owned by us, hard to lose."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework import retention
from ..framework.predicates import CUSTOMER_KEY, Config, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import (
    ACCOUNT_PUBLIC_ACCESS,
    BUCKET,
    BUCKET_ACL,
    BUCKET_ENCRYPTION,
    BUCKET_LOGGING,
    BUCKET_OWNERSHIP,
    BUCKET_PUBLIC_ACCESS,
    BUCKET_V2,
    BUCKET_VERSIONING,
    KEY,
)
from ..framework.values import ABSENT, UNKNOWN

BUCKETS: Final = (BUCKET, BUCKET_V2)
_TRUE: Final = equal(wanted=True)
_FALSE: Final = equal(wanted=False)


def settings(stack: Stack, bucket: Resource, kind: str) -> list[Resource]:
    """The resources of one kind that configure this bucket.

    Only these count: the provider has deprecated the same settings on the bucket itself.
    """
    return stack.naming(bucket, kind, "bucket", "id", "bucket", "arn")


VERSIONING: Final = {BUCKET_VERSIONING: {"bucket": BUCKETS, "versioningConfiguration.status": ()}}
"""What `keeps_every_version` reads."""


def keeps_every_version(stack: Stack, bucket: Resource) -> bool:
    """Whether nothing that lies in it is lost by what is written over it."""
    found = settings(stack, bucket, BUCKET_VERSIONING)
    return [each.known("versioningConfiguration.status") for each in found] == ["Enabled"]


def log_buckets(stack: Stack) -> list[Resource]:
    """The buckets that others' access logs go to."""
    logging = stack.of(BUCKET_LOGGING)
    return [
        bucket
        for bucket in stack.of(*BUCKETS)
        if any(each.refers_to("targetBucket", bucket, "id", "bucket") for each in logging)
    ]


_FLAGS: Final = (
    "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets",
)  # fmt: skip


def _closed(stack: Stack, bucket: Resource, config: Config) -> Iterator[Finding]:
    blocks = settings(stack, bucket, BUCKET_PUBLIC_ACCESS)
    if not blocks or not all(
        _TRUE.holds(each.known(flag), config) for each in blocks for flag in _FLAGS
    ):
        yield Finding(
            "Add an aws.s3.BucketPublicAccessBlock of this bucket with all four flags True."
        )
    if not all(_FALSE.holds(each.known("skipDestroy", default=False), config) for each in blocks):
        yield Finding("Leave skip_destroy out of the public access block.")


S3_PUBLIC_ACCESS: Final = Rule(
    number="81",
    name="s3-public-access-block",
    description="Every bucket refuses public access, whatever its policy or its objects say.",
    severity=Severity.CRITICAL,
    pci=("1.4.2", "7.3.1"),
    references=("S3.1", "S3.8", "AwsSolutions-S2"),
    property_rules={
        ACCOUNT_PUBLIC_ACCESS: tuple(
            PropertyRule(flag, _TRUE, "Set all four flags of the account's block True.")
            for flag in _FLAGS
        )
    },
    subjects=BUCKETS,
    stack=_closed,
    watches={
        **{kind: {"bucket": ()} for kind in BUCKETS},
        BUCKET_PUBLIC_ACCESS: {"bucket": BUCKETS, **dict.fromkeys((*_FLAGS, "skipDestroy"), ())},
    },
)

_DEFAULT: Final = "rules[].applyServerSideEncryptionByDefault"


def _encrypted(stack: Stack, bucket: Resource, config: Config) -> Iterator[Finding]:
    found = settings(stack, bucket, BUCKET_ENCRYPTION)
    algorithms = [
        value for each in found for _, value in each.each_known(f"{_DEFAULT}.sseAlgorithm")
    ]
    # S3 delivers no access logs to a bucket whose default is a key of KMS.
    if algorithms == ["AES256"] and bucket in log_buckets(stack):
        return
    keys = [(each, value) for each in found for _, value in each.each(f"{_DEFAULT}.kmsMasterKeyId")]
    of_kms = all(each in ("aws:kms", "aws:kms:dsse") for each in algorithms)
    if not keys or not of_kms or not all(_ours(stack, each, value, config) for each, value in keys):
        yield Finding(
            "Add an aws.s3.BucketServerSideEncryptionConfiguration of this bucket with aws:kms "
            "and the ARN of an aws.kms.Key of this stack as kms_master_key_id."
        )
    cached = [value for each in found for _, value in each.each_known("rules[].bucketKeyEnabled")]
    if "aws:kms" in algorithms and not all(_TRUE.holds(each, config) for each in cached):
        yield Finding("rules[].bucketKeyEnabled: Set bucket_key_enabled=True.")


def _ours(stack: Stack, encryption: Resource, key: object, config: Config) -> bool:
    """Whether the key is one of this stack; rule 0.6 asks that of an unknown one."""
    if key is UNKNOWN or key in config["externalArns"]:
        return True
    named = encryption.made_of("rules", KEY) or any(each.is_named(key) for each in stack.of(KEY))
    return bool(named) and CUSTOMER_KEY.holds(key, config)


S3_CMK: Final = Rule(
    number="82",
    name="s3-sse-kms-cmk",
    description="Every bucket encrypts with a customer-managed key.",
    severity=Severity.HIGH,
    pci=("3.5.1", "3.6.1.2"),
    references=("S3.17", "CKV_AWS_145"),
    subjects=BUCKETS,
    stack=_encrypted,
    watches={
        **{kind: {"bucket": ()} for kind in BUCKETS},
        BUCKET_LOGGING: {"targetBucket": BUCKETS},
        BUCKET_ENCRYPTION: {
            "bucket": BUCKETS,
            f"{_DEFAULT}.sseAlgorithm": (),
            f"{_DEFAULT}.kmsMasterKeyId": (KEY,),
            "rules[].bucketKeyEnabled": (),
        },
    },
    config={"externalArns": []},
)


def _no_acl(one: Resource, _config: Config) -> Iterator[Finding]:
    for path in ("acl", "grants", "accessControlPolicy"):
        if one.get(path) is not ABSENT:
            yield Finding(f"{path}: Leave access control lists out; write a bucket policy.")


def _owned(stack: Stack, bucket: Resource, _config: Config) -> Iterator[Finding]:
    found = settings(stack, bucket, BUCKET_OWNERSHIP)
    owners = [each.known("rule.objectOwnership") for each in found]
    if not owners or any(each != "BucketOwnerEnforced" for each in owners):
        yield Finding(
            "Add an aws.s3.BucketOwnershipControls of this bucket with BucketOwnerEnforced."
        )


S3_NO_ACL: Final = Rule(
    number="87",
    name="s3-acl-disabled",
    description="Buckets have no access control lists: their policies alone decide.",
    severity=Severity.MEDIUM,
    pci=("7.2.1",),
    references=("S3.12",),
    types=(*BUCKETS, BUCKET_ACL),
    check=_no_acl,
    subjects=BUCKETS,
    stack=_owned,
    watches={
        **{kind: {"bucket": (), "acl": (), "grants": ()} for kind in BUCKETS},
        BUCKET_ACL: {"acl": (), "accessControlPolicy": ()},
        BUCKET_OWNERSHIP: {"bucket": BUCKETS, "rule.objectOwnership": ()},
    },
)


def _emptied_by_hand(bucket: Resource, config: Config) -> Iterator[Finding]:
    forced = bucket.known("forceDestroy", default=False)
    if retention.keeps(bucket.urn, config) and not _FALSE.holds(forced, config):
        yield Finding("forceDestroy: Leave force_destroy out; it deletes every object too.")


S3_NO_FORCE_DESTROY: Final = Rule(
    number="88",
    name="s3-no-force-destroy",
    description=(
        "A bucket of a stack that keeps its data can't be deleted while it holds something."
    ),
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("10.3.3",),
    types=BUCKETS,
    check=_emptied_by_hand,
    watches={kind: {"forceDestroy": ()} for kind in BUCKETS},
    config=retention.CONFIG,
)


RULES: Final = (S3_PUBLIC_ACCESS, S3_CMK, S3_NO_ACL, S3_NO_FORCE_DESTROY)
