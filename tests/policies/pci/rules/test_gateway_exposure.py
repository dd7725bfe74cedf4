"""Rules about what stands before a gateway: what each must report, and what it must not."""

from typing import Any, Final

import pytest

from policies.pci.framework.tokens import (
    API_BASE_PATH,
    API_DOMAIN,
    API_INTEGRATION,
    API_USAGE_PLAN,
    REST_API,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
)
from policies.pci.rules.gateway_exposure import (
    CACHE_ENCRYPTED,
    CLIENT_CERTIFICATE,
    INTEGRATION_TLS,
    ONE_DOOR,
    STAGE_FIREWALL,
    THROTTLING,
    TLS_POLICY,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but
from tests.policies.pci.gateways import API, STAGE, settings

ACL: Final = resource(WEB_ACL, {"name": "acl"}, "acl")
ASSOCIATION: Final = resource(
    WEB_ACL_ASSOCIATION,
    {"resourceArn": UNKNOWN, "webAclArn": UNKNOWN},
    "association",
    made_of={"resourceArn": [STAGE], "webAclArn": [ACL]},
)


def test_answers_are_not_cached_in_clear() -> None:
    """No cache is the default; one is reported, or must be encrypted where it is allowed."""
    cached = but(STAGE, cacheClusterEnabled=True)
    plain, sealed = (
        settings(cachingEnabled=True, cacheDataEncrypted=each) for each in (False, True)
    )
    allowed = {"allowCache": True}
    assert blamed(CACHE_ENCRYPTED, STAGE, settings(), settings(cachingEnabled=False)) == []
    assert blamed(CACHE_ENCRYPTED, but(STAGE, cacheClusterEnabled=False)) == []
    assert blamed(CACHE_ENCRYPTED, cached) == ["stage"]
    assert blamed(CACHE_ENCRYPTED, cached, sealed, config=allowed) == []
    assert blamed(CACHE_ENCRYPTED, cached, plain, config=allowed) == ["settings"]
    assert blamed(CACHE_ENCRYPTED, settings(cachingEnabled=True)) == ["settings"]


def test_a_firewall_stands_before_every_stage() -> None:
    """Named by edge or by ARN; none, one before another stage, or no ACL of ours is reported."""
    arn = "arn:aws:wafv2:eu-central-1:444455556666:regional/webacl/theirs/1"
    stage_arn = "arn:aws:apigateway:eu-central-1::/restapis/api/stages/live"
    by_text = resource(WEB_ACL_ASSOCIATION, {"resourceArn": stage_arn, "webAclArn": arn}, "by-text")
    elsewhere = resource(
        WEB_ACL_ASSOCIATION,
        {"resourceArn": f"{stage_arn}-two", "webAclArn": UNKNOWN},
        "elsewhere",
        made_of={"webAclArn": [ACL]},
    )
    assert blamed(STAGE_FIREWALL, STAGE, ACL, ASSOCIATION) == []
    assert blamed(STAGE_FIREWALL, STAGE, by_text, config={"externalArns": [arn]}) == []
    assert blamed(STAGE_FIREWALL, STAGE, by_text) == ["by-text"]
    assert blamed(STAGE_FIREWALL, STAGE, ACL) == ["stage"]
    assert blamed(STAGE_FIREWALL, STAGE, ACL, elsewhere) == ["stage"]
    assert blamed(STAGE_FIREWALL, STAGE, ACL, but(ASSOCIATION, webAclArn=None)) == ["association"]


@pytest.mark.parametrize("kind", [REST_API, API_DOMAIN])
def test_gateways_speak_modern_tls(kind: str) -> None:
    """AWS's own default for a regional API is TLS 1.0, so that it must be said."""
    for good in ("TLS_1_2", "SecurityPolicy_TLS13_1_3_2025_09"):
        assert blamed(TLS_POLICY, resource(kind, {"securityPolicy": good})) == []
    for bad in ("TLS_1_0", "", "TLS_1_2 or TLS_1_0", 12):
        assert blamed(TLS_POLICY, resource(kind, {"securityPolicy": bad})) == ["it"]
    assert blamed(TLS_POLICY, resource(kind, {})) == ["it"]


MAPPING: Final = resource(
    API_BASE_PATH,
    {"restApi": UNKNOWN, "domainName": "pay.example.com"},
    "mapping",
    made_of={"restApi": [API]},
)


def test_an_api_with_a_domain_has_one_door() -> None:
    """Without a domain AWS's own name is the only endpoint."""
    assert blamed(ONE_DOOR, API) == []
    assert blamed(ONE_DOOR, but(API, disableExecuteApiEndpoint=True), MAPPING) == []
    for wrong in (None, False):
        assert blamed(ONE_DOOR, but(API, disableExecuteApiEndpoint=wrong), MAPPING) == ["api"]


GOOD: Final[dict[str, Any]] = {"throttlingRateLimit": 50, "throttlingBurstLimit": 10}


def test_every_method_is_throttled() -> None:
    """Both numbers for all methods; narrower settings do not stand for the others."""
    narrow = settings("~1v1~1payments/GET", "narrow", **GOOD)
    assert blamed(THROTTLING, API, STAGE, settings(**GOOD), narrow) == []
    assert blamed(THROTTLING, API, STAGE, narrow) == ["stage"]
    assert blamed(THROTTLING, API, STAGE) == ["stage"]


@pytest.mark.parametrize("key", GOOD)
@pytest.mark.parametrize("wrong", [None, -1, 0, 10_001, "many", True])
def test_a_throttle_without_a_bound_is_reported(key: str, wrong: Any) -> None:
    """Unset, AWS's "unlimited", nothing at all, more than the account has, no number."""
    values = {name: value for name, value in {**GOOD, key: wrong}.items() if value is not None}
    assert blamed(THROTTLING, API, STAGE, settings(**values)) == ["settings"]
    plan_key = {"throttlingRateLimit": "rateLimit", "throttlingBurstLimit": "burstLimit"}
    throttle = {plan_key[name]: value for name, value in values.items()}
    plan = resource(API_USAGE_PLAN, {"throttleSettings": throttle}, "plan")
    assert blamed(THROTTLING, plan) == ["plan"]


def integration(kind: str) -> Any:
    """An integration of the API."""
    return resource(
        API_INTEGRATION, {"restApi": UNKNOWN, "type": kind}, "to", made_of={"restApi": [API]}
    )


def test_a_server_behind_knows_the_gateway() -> None:
    """Only a server needs it: AWS's own services know the gateway by its role."""
    known = but(STAGE, clientCertificateId="c1")
    domain, mutual = (
        resource(API_DOMAIN, {"domainName": "pay.example.com", **more}, "domain")
        for more in ({}, {"mutualTlsAuthentication": {"truststoreUri": "s3://trust/ca.pem"}})
    )
    for kind in ("AWS_PROXY", "AWS", "MOCK"):
        assert blamed(CLIENT_CERTIFICATE, API, STAGE, integration(kind)) == []
    for kind in ("HTTP", "HTTP_PROXY"):
        assert blamed(CLIENT_CERTIFICATE, API, known, integration(kind)) == []
        assert blamed(CLIENT_CERTIFICATE, API, STAGE, integration(kind)) == ["stage"]
        server = (API, STAGE, integration(kind), MAPPING)
        assert blamed(CLIENT_CERTIFICATE, *server, mutual) == []
        assert blamed(CLIENT_CERTIFICATE, *server, domain) == ["stage"]


@pytest.mark.parametrize("kind", [REST_API, API_DOMAIN])
def test_the_name_in_tls_and_in_http_is_the_same(kind: str) -> None:
    """STRICT, where a mode is named at all."""
    api = resource(kind, {"securityPolicy": "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"})
    assert blamed(TLS_POLICY, api) == []
    assert blamed(TLS_POLICY, but(api, endpointAccessMode="STRICT")) == []
    assert blamed(TLS_POLICY, but(api, endpointAccessMode="BASIC")) == ["it"]


def test_the_gateway_checks_whom_it_calls() -> None:
    """A certificate that nobody checks is none."""
    server = but(integration("HTTP_PROXY"), tlsConfig={"insecureSkipVerification": True})
    assert blamed(INTEGRATION_TLS, server) == [server.name]
    checked = but(server, tlsConfig={"insecureSkipVerification": False})
    assert blamed(INTEGRATION_TLS, checked, integration("HTTP")) == []
