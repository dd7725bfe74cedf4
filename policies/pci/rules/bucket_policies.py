"""Bucket policies: TLS only, no public, and a trail that writes for itself only."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.denials import denies_where, denies_without_tls
from ..framework.documents import Condition, Statement
from ..framework.guards import confused, narrows, public
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.statements import attached, statements
from ..framework.tokens import BUCKET_POLICY, IAM_ROLE, TRAIL
from .buckets import BUCKETS

_NAMED: Final = (*BUCKETS, TRAIL, IAM_ROLE)


def _old_tls(condition: Condition) -> bool:
    return (
        condition.operator == "numericlessthan"
        and condition.key == "s3:tlsversion"
        and condition.values in (("1.2",), ("1.3",))
    )


def _over_tls(stack: Stack, bucket: Resource, _config: Config) -> Iterator[Finding]:
    documents = attached(stack, bucket, {BUCKET_POLICY: ("bucket", "policy")})
    found: list[Statement] = [each for one in documents for each in one]
    name = bucket.known("bucket", "")
    on_bucket, on_objects = ("s3:ListBucket", "s3:DeleteBucket"), ("s3:GetObject", "s3:PutObject")
    halves = ((name, on_bucket), (f"{name}/*", on_objects))
    if not all(any(denies_without_tls(each, bucket, *half) for each in found) for half in halves):
        yield Finding(
            "Deny s3:* on the bucket and on /* to everybody where aws:SecureTransport is false, "
            "without any other condition, in its policy."
        )
    if not all(
        any(denies_where(each, _old_tls, bucket, *half) for each in found) for half in halves
    ):
        yield Finding("Deny s3:* on both to everybody where s3:TlsVersion is less than 1.2.")


S3_TLS_ONLY: Final = Rule(
    number="83",
    name="s3-tls-only",
    description="Every bucket refuses requests without TLS 1.2.",
    severity=Severity.HIGH,
    pci=("2.2.7", "4.2.1"),
    references=("S3.5", "AwsSolutions-S10"),
    subjects=BUCKETS,
    stack=_over_tls,
    watches={
        **{kind: {"bucket": (), "policy": _NAMED} for kind in BUCKETS},
        BUCKET_POLICY: {"bucket": BUCKETS, "policy": _NAMED},
    },
)


def _trail(statement: Statement) -> bool:
    """Whether CloudTrail may write whatever trail it writes for."""
    source = frozenset({"aws:sourcearn"})
    return (
        statement.allows
        and any(each.name == "cloudtrail.amazonaws.com" for each in statement.principals)
        and not any(narrows(each, source) for each in statement.conditions)
    )


def _scoped(holder: Resource, _config: Config) -> Iterator[Finding]:
    for index, each in enumerate(statements(holder, "policy")):
        if public(each):
            yield Finding(f"policy, Statement[{index}]: Name the principals.")
        if confused(each) or _trail(each):
            yield Finding(
                f"policy, Statement[{index}]: Bind the service by aws:SourceArn, a trail exactly."
            )


S3_POLICY_SCOPED: Final = Rule(
    number="89",
    name="s3-policy-scoped",
    description="No bucket policy lets the public in, and a trail writes for itself only.",
    severity=Severity.CRITICAL,
    pci=("7.3.1",),
    references=("S3.2", "S3.3"),
    types=(*BUCKETS, BUCKET_POLICY),
    check=_scoped,
    watches={
        **{kind: {"policy": _NAMED} for kind in BUCKETS},
        BUCKET_POLICY: {"policy": _NAMED},
    },
)

RULES: Final = (S3_TLS_ONLY, S3_POLICY_SCOPED)
