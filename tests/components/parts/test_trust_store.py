"""The trust store: an object in a bucket that keeps every version, and the domain that reads it."""

import json
from pathlib import Path
from typing import Any

import pulumi_aws as aws
import pytest
from pulumi_aws import s3

from components.parts.trust_store import KEY
from tests.fakes.recorder import Recording, record_program

FILE = "tests/fakes/client-authority.pem"
DOMAIN = {
    "name": "pay.example.com",
    "certificateArn": "arn:aws:acm:eu-central-1:111122223333:certificate/x",
    "trustStore": FILE,
}
BUCKET = "tillstack-local-111122223333-trust-store"
READS = f"{BUCKET}-reads"


@pytest.fixture(name="trusting", scope="module")
def _trusting() -> Recording:
    return record_program("local", {"domain": json.dumps(DOMAIN)})


def only(recording: Recording, kind: type, bucket: str | None = None) -> dict[str, Any]:
    """The inputs of the one resource of a type, or of the one of a bucket."""
    found = [dict(each.inputs) for each in recording.of(kind)]
    (one,) = (each for each in found if bucket in (None, each.get("bucket")))
    return one


def test_the_domain_asks_callers_for_a_certificate(trusting: Recording) -> None:
    """Of the version of the object that was just written, under a policy that AWS allows for it."""
    domain = only(trusting, aws.apigateway.DomainName)
    (trusted,) = trusting.of(s3.BucketObjectv2)
    assert domain["mutualTlsAuthentication"]["truststoreUri"] == f"s3://{BUCKET}/{KEY}"
    assert "truststoreVersion" in domain["mutualTlsAuthentication"]
    assert domain["securityPolicy"] == "TLS_1_2"
    assert "endpointAccessMode" not in domain
    assert Path(trusted.inputs["source"].path).samefile(FILE)


def test_there_is_no_way_round_it(trusting: Recording) -> None:
    """The address that AWS gives, which would ask for no certificate, is closed."""
    assert only(trusting, aws.apigateway.RestApi)["disableExecuteApiEndpoint"] is True


def test_the_bucket_is_closed_sealed_and_forgets_no_version(trusting: Recording) -> None:
    """With the stack's data key, by the owner's policy alone, over TLS 1.2 or newer."""
    block = only(trusting, s3.BucketPublicAccessBlock, BUCKET)
    assert [value for name, value in block.items() if name != "bucket"] == [True] * 4
    assert (
        only(trusting, s3.BucketVersioning, BUCKET)["versioningConfiguration"]["status"]
        == "Enabled"
    )
    (rule,) = only(trusting, s3.BucketServerSideEncryptionConfiguration, BUCKET)["rules"]
    assert rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"] == "aws:kms"
    assert rule["bucketKeyEnabled"] is True
    owner = only(trusting, s3.BucketOwnershipControls, BUCKET)["rule"]["objectOwnership"]
    assert owner == "BucketOwnerEnforced"
    statements = json.loads(only(trusting, s3.BucketPolicy, BUCKET)["policy"])["Statement"]
    assert {each["Sid"]: each["Effect"] for each in statements} == {
        "TlsOnly": "Deny",
        "NewTlsOnly": "Deny",
    }


def test_who_read_it_is_written_down_for_a_while(trusting: Recording) -> None:
    """By S3 alone, in a bucket as closed, which a key of KMS would keep it out of."""
    logging = only(trusting, s3.BucketLogging, BUCKET)
    assert (logging["bucket"], logging["targetBucket"]) == (BUCKET, READS)
    (rule,) = only(trusting, s3.BucketServerSideEncryptionConfiguration, READS)["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}
    (kept,) = only(trusting, s3.BucketLifecycleConfiguration, READS)["rules"]
    assert kept["expiration"]["days"] == 400
    *_, writing = json.loads(only(trusting, s3.BucketPolicy, READS)["policy"])["Statement"]
    assert writing["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert writing["Condition"]["ArnLike"] == {"aws:SourceArn": [f"arn:aws:s3:::{BUCKET}"]}


def test_without_a_trust_store_there_is_no_bucket() -> None:
    """And the domain has the stricter policy, which mutual TLS would forbid."""
    own = {name: value for name, value in DOMAIN.items() if name != "trustStore"}
    recording = record_program("local", {"domain": json.dumps(own)})
    domain = only(recording, aws.apigateway.DomainName)
    assert BUCKET not in [each.inputs["bucket"] for each in recording.of(s3.Bucket)]
    assert "mutualTlsAuthentication" not in domain
    assert domain["securityPolicy"].startswith("SecurityPolicy_")


def test_an_imported_certificate_is_vouched_for(trusting: Recording) -> None:
    """By one that ACM issued, where the settings name it."""
    assert "ownershipVerificationCertificateArn" not in only(trusting, aws.apigateway.DomainName)
    arn = "arn:aws:acm:eu-central-1:111122223333:certificate/y"
    more = json.dumps(DOMAIN | {"ownershipCertificateArn": arn})
    domain = only(record_program("local", {"domain": more}), aws.apigateway.DomainName)
    assert domain["ownershipVerificationCertificateArn"] == arn
