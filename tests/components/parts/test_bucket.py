"""What every bucket has, whoever makes it; what is its own is in its maker's tests."""

import json
from functools import cache

import pytest
from pulumi_aws import s3

from local.policy_check.policy_check import stand_ins
from tests.components.parts.test_trust_store import DOMAIN
from tests.fakes.recorder import Recording, record_program

FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@cache
def everything(stack: str) -> Recording:
    """A stack with the audit trail and a trust store: six buckets."""
    return record_program(
        stack, stand_ins(stack) | {"domain": json.dumps(DOMAIN), "auditTrail": "true"}
    )


@pytest.mark.parametrize("kind", [
    s3.BucketPublicAccessBlock,
    s3.BucketOwnershipControls,
    s3.BucketServerSideEncryptionConfiguration,
    s3.BucketVersioning,
    s3.BucketPolicy,
])  # fmt: skip
def test_each_bucket_has_one_of_each(kind: type) -> None:
    """None is open, shared, in clear, without versions or without a policy."""
    buckets = [each.inputs["bucket"] for each in everything("local").of(s3.Bucket)]
    assert len(buckets) == 6
    assert sorted(each.inputs["bucket"] for each in everything("local").of(kind)) == sorted(buckets)


def test_what_closes_a_bucket_closes_it_whole() -> None:
    """All four flags, its owner alone, and a Deny for whatever is not TLS 1.2."""
    for block in everything("local").of(s3.BucketPublicAccessBlock):
        assert all(block.inputs[flag] is True for flag in FLAGS)
    for owned in everything("local").of(s3.BucketOwnershipControls):
        assert owned.inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    for policy in everything("local").of(s3.BucketPolicy):
        denials = [
            each
            for each in json.loads(policy.inputs["policy"])["Statement"]
            if each["Effect"] == "Deny"
        ]
        assert [each["Sid"] for each in denials[:2]] == ["TlsOnly", "NewTlsOnly"]
        assert all(each["Action"] == "s3:*" for each in denials[:2])


def test_what_is_read_by_service_has_that_services_key() -> None:
    """A key of ours and a bucket key, or S3's own where access logs are delivered."""
    found = {
        each.inputs["bucket"].rpartition("111122223333-")[2]: each.inputs["rules"][0]
        for each in everything("local").of(s3.BucketServerSideEncryptionConfiguration)
    }
    by_us = {name for name, rule in found.items() if rule.get("bucketKeyEnabled")}
    assert by_us == {"audit", "roots", "trust-store"}
    assert len(found) == 6


def test_only_what_can_be_made_again_goes_with_what_it_holds() -> None:
    """All but the trail's in a stack that disposes of its data; elsewhere none."""
    disposable = {"reads", "roots", "trust-store", "trust-store-reads"}
    for stack, gone in (("local", disposable), ("prod", set[str]())):
        disposed = {
            each.inputs["bucket"].rpartition("111122223333-")[2]
            for each in everything(stack).of(s3.Bucket)
            if each.inputs.get("forceDestroy")
        }
        assert disposed == gone
