"""Which certificates let `up` make a domain of the stack's own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from tests.components.parts.test_trust_store import DOMAIN
from tests.fakes.doctor import ACCOUNT, CERTIFICATE, REGION, aws, case, refusal, with_domain
from till.doctor._certificates import certificates
from till.doctor.finding import Finding, Status

OWNER: Final = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/owner"
NAME: Final = "pay.example.com"
GOOD: Final[Mapping[str, Any]] = {
    "Status": "ISSUED",
    "Type": "AMAZON_ISSUED",
    "SubjectAlternativeNames": [NAME],
    "NotAfter": datetime.now(UTC) + timedelta(days=300),
}
IMPORTED: Final = {**GOOD, "Type": "IMPORTED"}


def found(held: Mapping[str, Mapping[str, Any]], **domain: str) -> Finding:
    """What the check says where ACM holds these; by its output shape."""

    def describe(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked["CertificateArn"] not in held:
            raise refusal("ResourceNotFoundException", "DescribeCertificate")
        return {"Certificate": held[asked["CertificateArn"]]}

    clients = aws({"acm": {"DescribeCertificate": describe}})
    return certificates(case(settings=with_domain(**domain), clients=clients))


def mutual(held: Mapping[str, Mapping[str, Any]], **domain: str) -> Finding:
    """The same, where callers must show certificates."""
    return found(held, trustStore=DOMAIN["trustStore"], **domain)


def test_without_a_domain_there_is_nothing_to_certify() -> None:
    """Nobody is asked."""
    assert certificates(case()).status is Status.READY


@pytest.mark.parametrize("pattern", [NAME, "*.example.com", "PAY.example.com"])
def test_an_issued_certificate_for_the_name_is_ready(pattern: str) -> None:
    """By its very name or by a star for its first label."""
    held = {CERTIFICATE: {**GOOD, "SubjectAlternativeNames": ["example.com", pattern]}}
    assert found(held).status is mutual(held).status is Status.READY
    assert found({CERTIFICATE: IMPORTED}).status is Status.READY


@pytest.mark.parametrize(
    ("one", "what"),
    [
        pytest.param({"Status": "PENDING_VALIDATION"}, "PENDING_VALIDATION", id="not validated"),
        pytest.param({"Status": "EXPIRED"}, "EXPIRED", id="over"),
        pytest.param({"SubjectAlternativeNames": ["*.com"]}, "not for", id="two labels"),
        pytest.param({"SubjectAlternativeNames": ["example.com"]}, "not for", id="its parent"),
        pytest.param({"SubjectAlternativeNames": [f"x{NAME}"]}, "not for", id="a longer name"),
    ],
)
def test_what_api_gateway_would_refuse_is_not_ready(one: Mapping[str, Any], what: str) -> None:
    """The first `up` would end there, after it has made half a stack."""
    said = found({CERTIFICATE: {**GOOD, **one}})
    assert said.status is Status.NOT_READY
    assert what in said.what
    assert said.next


def test_a_certificate_that_is_not_there_is_named() -> None:
    """None of this ARN, or one of another region, of which ACM is not even asked."""
    elsewhere = CERTIFICATE.replace(REGION, "us-east-1")
    for said in (found({}), mutual({}), found({elsewhere: GOOD}, certificateArn=elsewhere)):
        assert said.status is Status.NOT_READY
        assert f"in {REGION}" in said.what


@pytest.mark.parametrize(("kind", "how"), [("IMPORTED", "import"), ("AMAZON_ISSUED", "renewed")])
def test_one_that_ends_soon_is_to_do(kind: str, how: str) -> None:
    """`up` works, and a month later nobody can pay."""
    said = found({CERTIFICATE: {**GOOD, "Type": kind, "NotAfter": datetime.now(UTC)}})
    assert said.status is Status.TO_DO
    assert how in said.next


def test_with_a_trust_store_acm_must_know_whose_the_name_is() -> None:
    """By the server's certificate or by another one, which ACM has issued for the name."""
    assert mutual({CERTIFICATE: IMPORTED}).status is Status.NOT_READY
    assert "ownershipCertificateArn" in mutual({CERTIFICATE: IMPORTED}).next
    both = {CERTIFICATE: IMPORTED, OWNER: GOOD}
    assert mutual(both, ownershipCertificateArn=OWNER).status is Status.READY
    for wrong in ({"Status": "PENDING_VALIDATION"}, {"Type": "PRIVATE"}):
        said = mutual({**both, OWNER: {**GOOD, **wrong}}, ownershipCertificateArn=OWNER)
        assert said.status is Status.NOT_READY
        assert OWNER in said.what
    gone = mutual({CERTIFICATE: IMPORTED}, ownershipCertificateArn=OWNER)
    assert (gone.status, OWNER in gone.what) == (Status.NOT_READY, True)


def test_what_stops_up_is_said_before_what_can_wait() -> None:
    """One row has room for one thing."""
    soon = {**IMPORTED, "NotAfter": datetime.now(UTC)}
    assert mutual({CERTIFICATE: soon}).status is Status.NOT_READY
