"""Where the audit trail is kept: it can't be changed, stays a year, and its readers are seen."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.parts import Part, parts
from ..framework.predicates import Config, at_least
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import (
    BUCKET_LIFECYCLE,
    BUCKET_LOGGING,
    BUCKET_OBJECT_LOCK,
    TRAIL,
)
from ..framework.values import ABSENT
from .buckets import BUCKETS, VERSIONING, keeps_every_version, log_buckets, settings

_LONG_ENOUGH: Final = at_least("days", 365)
_AT_HAND: Final = at_least("immediateDays", 90)
_YEAR_DAYS: Final = 365
_DEFAULT: Final = "rule.defaultRetention"
_ON: Final = (True, "true", "Enabled")


def audit_buckets(stack: Stack, config: Config) -> list[Resource]:
    """The buckets of trails, and those that the rule's `buckets` names."""
    trails = stack.of(TRAIL)
    return [
        each
        for each in stack.of(*BUCKETS)
        if each.get("bucket") in config["buckets"]
        or any(trail.refers_to("s3BucketName", each, "id", "bucket") for trail in trails)
    ]


def _locks(lock: Resource, config: Config) -> bool:
    """Whether it keeps every object long enough, in the mode that nobody can lift."""
    if lock.known(f"{_DEFAULT}.mode") != "COMPLIANCE":
        return False
    years = lock.known(f"{_DEFAULT}.years")
    if years is ABSENT:
        return _LONG_ENOUGH.holds(lock.known(f"{_DEFAULT}.days"), config)
    return at_least("years", 1).holds(years, {"years": config["days"] / _YEAR_DAYS})


def keeps_by_lock(bucket: Resource) -> bool:
    """Whether it is one whose objects are to stay; one that goes with them is for trying out."""
    locks, goes = bucket.known("objectLockEnabled"), bucket.known("forceDestroy")
    return locks in _ON and goes not in _ON


def _unchangeable(stack: Stack, bucket: Resource, config: Config) -> Iterator[Finding]:
    if bucket not in audit_buckets(stack, config) and not keeps_by_lock(bucket):
        return
    if not keeps_every_version(stack, bucket):
        yield Finding("Add an aws.s3.BucketVersioning of this bucket with status Enabled.")
    if bucket.known("objectLockEnabled") not in _ON:
        yield Finding("Set object_lock_enabled=True from the bucket's beginning.")
    locks = settings(stack, bucket, BUCKET_OBJECT_LOCK)
    if not locks or not all(_locks(each, config) for each in locks):
        yield Finding(
            "Add an aws.s3.BucketObjectLockConfiguration of this bucket with COMPLIANCE for "
            f"{config['days']} days or more."
        )


def _one_exists(stack: Stack, config: Config) -> Iterator[Finding]:
    if config["require"] and not audit_buckets(stack, config):
        yield Finding(
            "Add a bucket for the audit trail: an aws.cloudtrail.Trail that writes to it."
        )


S3_OBJECT_LOCK: Final = Rule(
    number="84",
    name="s3-versioning-object-lock",
    description="What a trail wrote, and what a lock keeps, can be changed by nobody for a year.",
    severity=Severity.HIGH,
    pci=("10.3.4", "10.5.1"),
    references=("S3.15",),
    subjects=BUCKETS,
    stack=_unchangeable,
    stack_check=_one_exists,
    watches={
        **{kind: {"bucket": (), "objectLockEnabled": (), "forceDestroy": ()} for kind in BUCKETS},
        **VERSIONING,
        BUCKET_OBJECT_LOCK: {
            "bucket": BUCKETS,
            f"{_DEFAULT}.mode": (),
            f"{_DEFAULT}.days": (),
            f"{_DEFAULT}.years": (),
        },
        TRAIL: {"s3BucketName": BUCKETS},
    },
    config={"days": 365, "buckets": [], "require": False},
)


def _access_is_logged(stack: Stack, bucket: Resource, config: Config) -> Iterator[Finding]:
    if bucket in log_buckets(stack):
        # A bucket that logs its own reading never comes to an end.
        return
    if not any(
        each.get("targetBucket") in config["externalBuckets"]
        or each.made_of("targetBucket", *BUCKETS)
        or any(each.refers_to("targetBucket", one, "id", "bucket") for one in stack.of(*BUCKETS))
        for each in settings(stack, bucket, BUCKET_LOGGING)
    ):
        yield Finding("Add an aws.s3.BucketLogging of this bucket to a log bucket of this stack.")


def _some_log_exists(stack: Stack, config: Config) -> Iterator[Finding]:
    if config["require"] and not stack.of(BUCKET_LOGGING):
        yield Finding("Add an aws.s3.BucketLogging to the bucket of the audit trail.")


S3_ACCESS_LOGGING: Final = Rule(
    number="85",
    name="s3-access-logging",
    description="Who read from a bucket is written down in another one.",
    severity=Severity.MEDIUM,
    pci=("10.2.1", "10.2.1.3"),
    references=("S3.9", "CKV_AWS_18", "AwsSolutions-S1"),
    subjects=BUCKETS,
    stack=_access_is_logged,
    stack_check=_some_log_exists,
    watches={
        **{kind: {"bucket": ()} for kind in BUCKETS},
        BUCKET_LOGGING: {"bucket": BUCKETS, "targetBucket": BUCKETS},
    },
    config={"externalBuckets": [], "require": False},
)

_SLOW: Final = ("GLACIER", "DEEP_ARCHIVE")
"""Hours to read; every other class answers at once."""


def _everything(rule: Part) -> bool:
    """Whether a lifecycle rule is about every object."""
    return rule.known("filter", {}) in ({}, {"prefix": ""}) and rule.known("prefix", "") == ""


def _kept(rule: Part, config: Config) -> Iterator[str]:
    days = rule.known("expiration.days")
    on_a_day = rule.known("expiration.date") is not ABSENT
    if on_a_day or (days is not ABSENT and not _LONG_ENOUGH.holds(days, config)):
        yield f"Let nothing expire before {config['days']} days."
    for each in parts(rule, "transitions[]"):
        slow = each.known("storageClass") in _SLOW
        if slow and not _AT_HAND.holds(each.known("days"), config):
            yield f"Keep {config['immediateDays']} days where they can be read at once."


def _lasts(stack: Stack, bucket: Resource, config: Config) -> Iterator[Finding]:
    if bucket not in [*audit_buckets(stack, config), *log_buckets(stack)]:
        return
    rules = [
        rule
        for each in settings(stack, bucket, BUCKET_LIFECYCLE)
        for rule in parts(each, "rules[]")
        if rule.known("status") == "Enabled"
    ]
    for rule in rules:
        yield from (Finding(f"{rule.at}: {say}") for say in _kept(rule, config))
    whole = [each for each in rules if _everything(each)]
    if all(each.known("expiration.days") is ABSENT for each in whole):
        yield Finding("Add an enabled lifecycle rule for every object with expiration days.")
    begun = "abortIncompleteMultipartUpload.daysAfterInitiation"
    if all(each.known(begun) is ABSENT for each in whole):
        yield Finding("Add abort_incomplete_multipart_upload to the lifecycle of every object.")


_READ: Final = (
    "rules[].status", "rules[].filter", "rules[].prefix", "rules[].expiration.days",
    "rules[].expiration.date", "rules[].transitions[].storageClass", "rules[].transitions[].days",
    "rules[].abortIncompleteMultipartUpload.daysAfterInitiation",
)  # fmt: skip

S3_LIFECYCLE: Final = Rule(
    number="86",
    name="s3-lifecycle-retention",
    description="Audit logs stay a year, ninety days of it within reach, and then they go.",
    severity=Severity.MEDIUM,
    pci=("10.5.1", "3.2.1"),
    references=("S3.13",),
    subjects=BUCKETS,
    stack=_lasts,
    stack_check=_one_exists,
    watches={
        BUCKET_LIFECYCLE: {"bucket": BUCKETS, **dict.fromkeys(_READ, ())},
        TRAIL: {"s3BucketName": BUCKETS},
    },
    config={"days": 365, "immediateDays": 90, "buckets": [], "require": False},
)

RULES: Final = (S3_OBJECT_LOCK, S3_ACCESS_LOGGING, S3_LIFECYCLE)
