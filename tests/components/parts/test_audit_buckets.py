"""Where the trail is kept: what nobody may do, and what is written down of who reads."""

from typing import Any

import pulumi_aws as aws
import pytest

from tests.components.networked import inputs, networked, policy

BUCKET = "tillstack-prod-111122223333-audit"
ACCESS = "tillstack-prod-111122223333-audit-access"
TRAIL_ARN = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/tillstack-prod-audit"
KEPT_DAYS = 731
"""As long as prod keeps logs."""


def allowed(name: str) -> list[dict[str, Any]]:
    """What a bucket's policy allows."""
    return [each for each in policy(f"{name}-policy") if each["Effect"] == "Allow"]


def test_nobody_can_shorten_what_is_kept() -> None:
    """COMPLIANCE, which no right lifts, as long as logs are kept, from the bucket's beginning."""
    assert inputs("audit-bucket")["objectLockEnabled"] is True
    retention = inputs("audit-lock")["rule"]["defaultRetention"]
    assert retention == {"mode": "COMPLIANCE", "days": KEPT_DAYS}
    assert inputs("audit-versioned")["versioningConfiguration"]["status"] == "Enabled"


def test_who_reads_is_written_into_a_bucket_without_a_lock() -> None:
    """S3 delivers no access log into a bucket that locks by default, or has our own key."""
    assert inputs("audit-read")["bucket"] == BUCKET
    assert inputs("audit-read")["targetBucket"] == ACCESS
    assert inputs("audit-access-bucket")["objectLockEnabled"] is False
    locks = networked().of(aws.s3.BucketObjectLockConfiguration)
    assert ACCESS not in [each.inputs["bucket"] for each in locks]
    (rule,) = inputs("audit-access-encrypted")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_the_trails_files_are_encrypted_with_its_key() -> None:
    """By default too, should something else ever write there."""
    (rule,) = inputs("audit-encrypted")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {
        "sseAlgorithm": "aws:kms",
        "kmsMasterKeyId": networked().named("audit-key").outputs["arn"],
    }
    assert rule["bucketKeyEnabled"] is True


def test_one_trail_writes_and_s3_alone_writes_who_read() -> None:
    """Each where it has to, for this trail and this bucket; nobody else is let in by the policy."""
    acl, write = allowed("audit")
    assert (acl["Action"], acl["Resource"]) == (["s3:GetBucketAcl"], f"arn:aws:s3:::{BUCKET}")
    assert write["Action"] == ["s3:PutObject"]
    assert write["Resource"] == f"arn:aws:s3:::{BUCKET}/AWSLogs/111122223333/*"
    for each in (acl, write):
        assert each["Principal"] == {"Service": "cloudtrail.amazonaws.com"}
        assert each["Condition"]["ArnLike"] == {"aws:SourceArn": TRAIL_ARN}
    (log,) = allowed("audit-access")
    assert log["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    prefix = inputs("audit-read")["targetPrefix"]
    assert log["Resource"] == f"arn:aws:s3:::{ACCESS}/{prefix}*"
    assert log["Condition"]["ArnLike"] == {"aws:SourceArn": [f"arn:aws:s3:::{BUCKET}"]}


@pytest.mark.parametrize(("name", "bucket"), [("audit", BUCKET), ("audit-access", ACCESS)])
def test_a_bucket_is_closed(name: str, bucket: str) -> None:
    """No public access, no access lists, no request without TLS 1.2, and no slip deletes it."""
    block = inputs(f"{name}-closed")
    flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert all(block[flag] is True for flag in flags)
    assert inputs(f"{name}-owned")["rule"]["objectOwnership"] == "BucketOwnerEnforced"
    denied = [each for each in policy(f"{name}-policy") if each["Effect"] == "Deny"]
    both = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    assert [each["Resource"] for each in denied] == [both, both]
    assert [each["Condition"] for each in denied] == [
        {"Bool": {"aws:SecureTransport": "false"}},
        {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    ]
    assert networked().named(f"{name}-bucket").protect


@pytest.mark.parametrize("name", ["audit", "audit-access"])
def test_what_is_old_enough_goes(name: str) -> None:
    """Not a day before; what nobody finished uploading after a week."""
    (rule,) = inputs(f"{name}-kept")["rules"]
    assert rule["expiration"] == {"days": KEPT_DAYS}
    assert (rule["status"], rule["filter"]) == ("Enabled", {"prefix": ""})
    assert rule["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
