"""Which trust stores the rule on mutual TLS takes."""

from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import API_DOMAIN, BUCKET, BUCKET_OBJECT, BUCKET_VERSIONING
from policies.pci.rules.trust_stores import TRUST_STORE
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said

STORE: Final = resource(BUCKET, {"bucket": "shop-trust"}, "trust")
OBJECT: Final = resource(BUCKET_OBJECT, {"bucket": "shop-trust", "key": "callers.pem"}, "callers")
URI: Final = "s3://shop-trust/callers.pem"


def domain(uri: Any = URI, version: Any = UNKNOWN) -> Declared:
    """A domain that asks its callers for certificates."""
    given = {"truststoreUri": uri, "truststoreVersion": version}
    inside = {key: value for key, value in given.items() if value is not None}
    return resource(
        API_DOMAIN,
        {"domainName": "pay.example.com", "mutualTlsAuthentication": inside},
        made_of={"mutualTlsAuthentication": [OBJECT]},
    )


def versions(status: str = "Enabled", bucket: str = "shop-trust") -> Declared:
    """What says how many versions of its objects a bucket keeps."""
    return resource(
        BUCKET_VERSIONING, {"bucket": bucket, "versioningConfiguration": {"status": status}}, "v"
    )


def test_one_version_in_a_bucket_that_keeps_all_is_fine() -> None:
    """Known, or known only after the object is made; and who asks for none has no store."""
    for version in (UNKNOWN, "3sL4kqtJlcpXroDTDmJ"):
        assert blamed(TRUST_STORE, domain(version=version), STORE, OBJECT, versions()) == []
    assert blamed(TRUST_STORE, domain(UNKNOWN), STORE, OBJECT) == []
    assert blamed(TRUST_STORE, resource(API_DOMAIN, {"domainName": "pay.example.com"})) == []


@pytest.mark.parametrize(
    ("one", "beside", "what"),
    [
        pytest.param(domain(version=None), versions(), "truststoreVersion", id="no version"),
        pytest.param(domain(version=""), versions(), "truststoreVersion", id="an empty version"),
        pytest.param(domain(), versions("Suspended"), "truststoreUri", id="suspended"),
        pytest.param(domain(), versions("Disabled"), "truststoreUri", id="never versioned"),
        pytest.param(domain(), versions(bucket="other"), "truststoreUri", id="another's versions"),
        pytest.param(
            domain("s3://theirs/callers.pem"), versions(), "truststoreUri", id="another bucket"
        ),
        pytest.param(
            domain("s3://shop-trust-2/callers.pem"), versions(), "truststoreUri", id="a near name"
        ),
        pytest.param(domain(""), versions(), "truststoreUri", id="nowhere"),
    ],
)
def test_a_store_that_may_change_or_vanish_is_reported(
    one: Declared, beside: Declared, what: str
) -> None:
    """Without a version whoever writes to the bucket says who may call."""
    ((_, _, why),) = said(TRUST_STORE, one, STORE, OBJECT, beside)
    assert why.startswith(f"mutualTlsAuthentication.{what}: ")


def test_a_bucket_of_others_may_be_named() -> None:
    """A company may keep its certificates in an account of their own."""
    theirs = domain("s3://theirs/callers.pem", "1")
    assert blamed(TRUST_STORE, theirs, config={"buckets": ["theirs"]}) == []
    assert blamed(TRUST_STORE, theirs, config={"buckets": ["their"]}) == ["it"]
