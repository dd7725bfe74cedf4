"""Where the ledger's roots are kept."""

import json

import pytest

from tests.components.networked import inputs, networked, recorded

BUCKET = "tillstack-prod-111122223333-roots"
READS = "tillstack-prod-111122223333-reads"


@pytest.mark.parametrize(
    ("stack", "mode", "days"), [("prod", "COMPLIANCE", 731), ("dev", "GOVERNANCE", 400)]
)
def test_what_is_kept_can_t_be_shortened(stack: str, mode: str, days: int) -> None:
    """By nobody where data is protected; by who may where a stack disposes of its data."""
    made = recorded(stack)
    lock = made.named("roots-lock").inputs
    assert lock["rule"]["defaultRetention"] == {"mode": mode, "days": days}
    assert made.named("roots-bucket").inputs["objectLockEnabled"] is True
    assert made.named("roots-versioned").inputs["versioningConfiguration"]["status"] == "Enabled"


def test_what_is_kept_stays_after_the_lock_too() -> None:
    """A chain whose beginning is gone begins nowhere; only who read there is forgotten."""
    names = {each.name for each in networked().resources}
    assert "roots-kept" not in names
    assert inputs("roots-access-kept")["rules"][0]["expiration"] == {"days": 731}


def test_who_read_it_is_written_down_elsewhere() -> None:
    """In a bucket that S3 may deliver into."""
    assert (inputs("roots-read")["bucket"], inputs("roots-read")["targetBucket"]) == (BUCKET, READS)
    assert inputs("roots-access-bucket")["objectLockEnabled"] is False


def test_it_is_encrypted_with_a_key_of_its_own() -> None:
    """Which turns each year."""
    (rule,) = inputs("roots-encrypted")["rules"]
    key = networked().named("roots-key").outputs["arn"]
    assert inputs("roots-key")["enableKeyRotation"] is True
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == key


@pytest.mark.parametrize("stack", ["prod", "dev"])
def test_the_bucket_itself_refuses_every_writer_but_the_one_that_signs(stack: str) -> None:
    """Each object, uploads and replications; its policy and settings stay whose they are."""
    made = recorded(stack)
    said = json.loads(made.named("roots-policy").inputs["policy"])["Statement"]
    role = made.named("roots-sign-ledger-role").outputs["arn"]
    (denied,) = [each for each in said if each["Sid"] == "OneWriter"]
    assert (denied["Effect"], denied["Principal"]) == ("Deny", "*")
    assert denied["Action"] == ["s3:PutObject", "s3:ReplicateObject"]
    assert denied["Resource"] == f"arn:aws:s3:::{BUCKET.replace('prod', stack)}/*"
    assert denied["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": role}}
