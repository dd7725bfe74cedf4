"""Where instances find what they run."""

import json
from typing import Any

import pulumi_aws as aws
from pulumi_aws import s3

from tests.components.networked import fleeted, networked
from tests.fakes.recorder import ACCOUNT

BUCKET = f"tillstack-prod-{ACCOUNT}-worker-code"


def of_bucket(kind: type, bucket: str = BUCKET) -> dict[str, Any]:
    """The inputs of the one resource of a type for a bucket."""
    (found,) = [dict(each.inputs) for each in fleeted().of(kind) if each.inputs["bucket"] == bucket]
    return found


def statements(grant: str) -> list[dict[str, Any]]:
    """What a grant says."""
    found: list[dict[str, Any]] = json.loads(fleeted().named(grant).inputs["policy"])["Statement"]
    return found


def test_nobody_is_let_in_by_the_bucket_itself() -> None:
    """It refuses old TLS and allows nobody; only who deploys has rights on it."""
    policy = json.loads(of_bucket(s3.BucketPolicy)["policy"])
    assert {each["Effect"] for each in policy["Statement"]} == {"Deny"}
    block = of_bucket(s3.BucketPublicAccessBlock)
    assert [value for name, value in block.items() if name != "bucket"] == [True] * 4
    writers = [
        grant.name
        for grant in fleeted().of(aws.iam.RolePolicy)
        if BUCKET in grant.inputs["policy"] and "s3:Put" in grant.inputs["policy"]
    ]
    assert writers == []


def test_what_is_there_stays_and_is_sealed_with_the_fleets_own_key() -> None:
    """Versions are kept, nothing expires by itself, and each read is written down elsewhere."""
    (rule,) = of_bucket(s3.BucketServerSideEncryptionConfiguration)["rules"]
    sealed = rule["applyServerSideEncryptionByDefault"]
    assert sealed["kmsMasterKeyId"] == fleeted().named("workers-key").outputs["arn"]
    assert of_bucket(s3.BucketVersioning)["versioningConfiguration"]["status"] == "Enabled"
    kept = [each.inputs["bucket"] for each in fleeted().of(s3.BucketLifecycleConfiguration)]
    assert BUCKET not in kept
    assert of_bucket(s3.BucketLogging)["targetBucket"] == f"{BUCKET}-reads"


def test_a_worker_reads_these_two_objects_and_no_other() -> None:
    """By their whole names, and the key through S3 alone."""
    read, opened = statements("workers-role-fetch-code")
    keys = [
        each.inputs["key"]
        for each in fleeted().of(s3.BucketObjectv2)
        if each.inputs["bucket"] == BUCKET
    ]
    assert len(keys) == 2
    assert read["Action"] == ["s3:GetObject"]
    assert sorted(read["Resource"]) == sorted(f"arn:aws:s3:::{BUCKET}/{key}" for key in keys)
    assert opened["Resource"] == [fleeted().named("workers-key").outputs["arn"]]
    assert "kms:ViaService" in opened["Condition"]["StringEquals"]


def test_no_instance_starts_before_both_are_there() -> None:
    """The group is made after the objects, and the objects after the bucket is closed."""
    before = fleeted().before(fleeted().named("workers-group"))
    for what in ("code", "packages"):
        assert any(urn.endswith(f"::workers-code-{what}") for urn in before)
        earlier = fleeted().before(fleeted().named(f"workers-code-{what}"))
        assert any(urn.endswith("::workers-code-policy") for urn in earlier)


def test_without_a_fleet_there_is_no_bucket() -> None:
    """Nothing of it is in a stack that does not ask for it."""
    assert [each.name for each in networked().resources if "worker" in each.name] == []
