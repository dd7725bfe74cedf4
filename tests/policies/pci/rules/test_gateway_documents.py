"""Rules about documents that can open a gateway: what each must report, and what it must not."""

import json
from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    API_DOMAIN,
    FUNCTION,
    FUNCTION_ALIAS,
    IAM_ROLE,
    QUEUE,
    REST_API,
    REST_API_POLICY,
    REST_API_PUT,
    TABLE,
    USER_POOL,
    VPC_ENDPOINT,
)
from policies.pci.platform import unresolved
from policies.pci.rules.gateway_documents import NO_OPENAPI_BYPASS, POLICY_NOT_OPEN
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed

SCHEMES: Final = {
    "pool": {"type": "apiKey", "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools"}},
    "key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
}


def api(operation: Any, kind: str = REST_API, **document: Any) -> Declared:
    """An API that is declared as a document with one operation."""
    verb = document.pop("verb", "get")
    body = {
        "paths": {"/payments": {verb: operation}},
        "components": {"securitySchemes": SCHEMES},
        **document,
    }
    return resource(kind, {"body": json.dumps(body)})


@pytest.mark.parametrize(
    "closed",
    [
        resource(REST_API, {"name": "api"}),
        api({"security": [{"pool": ["payments/read"]}]}),
        api({"security": [{"pool": [], "key": []}]}),
        api({}, security=[{"pool": []}]),
        api({"x-amazon-apigateway-auth": {"type": "AWS_IAM"}}),
        api({"security": [{"old": []}]}, securityDefinitions={"old": SCHEMES["pool"]}),
        api({}, verb="options"),
        api([], verb="parameters"),
    ],
)
def test_a_document_that_asks_is_fine(closed: Declared) -> None:
    """By operation, for the whole document, by IAM, in the older form; OPTIONS need not ask."""
    assert blamed(NO_OPENAPI_BYPASS, closed) == []


@pytest.mark.parametrize("kind", [REST_API, REST_API_PUT])
@pytest.mark.parametrize(
    "wide",
    [
        {},
        {"security": []},
        {"security": [{}]},
        {"security": [{"pool": []}, {}]},
        {"security": [{"key": []}]},
        {"security": [{"missing": []}]},
        {"security": {"pool": []}},
        {"x-amazon-apigateway-auth": {"type": "NONE"}},
        "text",
    ],
)
def test_an_operation_that_asks_nobody_is_reported(kind: str, wide: Any) -> None:
    """No scheme, an empty alternative, a bare API key, a scheme that is not there, odd shapes."""
    parts: dict[str, Any] = {"security": [{"pool": []}]} if wide == {"security": []} else {}
    assert blamed(NO_OPENAPI_BYPASS, api(wide, kind, **parts)) == ["it"]


@pytest.mark.parametrize("kind", [REST_API, REST_API_PUT])
@pytest.mark.parametrize("called", [FUNCTION, FUNCTION_ALIAS, IAM_ROLE, QUEUE, TABLE, USER_POOL])
def test_a_document_with_an_arn_waits_for_it(kind: str, called: str) -> None:
    """Unknown in the first preview, it needs no exemption; once it is known it is judged."""
    rules = [NO_OPENAPI_BYPASS, unresolved([NO_OPENAPI_BYPASS])]
    thing = resource(called, {}, "called")
    first = resource(kind, {"body": UNKNOWN}, made_of={"body": [thing]})
    assert blamed(rules, thing, first) == []
    assert blamed(rules, resource(kind, {"body": UNKNOWN})) == ["it"]
    open_to_all = {"x-amazon-apigateway-integration": {"uri": "arn:aws:apigateway:made-up"}}
    assert blamed(rules, thing, api(open_to_all, kind)) == ["it"]


def test_an_open_operation_must_be_listed_and_a_document_must_be_read() -> None:
    """`allowedPublic` names verb and path; what can't be parsed is reported."""
    listed = {"allowedPublic": ["GET /payments"]}
    any_verb = api({}, verb="x-amazon-apigateway-any-method")
    assert blamed(NO_OPENAPI_BYPASS, api({}), config=listed) == []
    assert blamed(NO_OPENAPI_BYPASS, any_verb, config=listed) == ["it"]
    for broken in ("openapi: [3.0.1", "{openapi: 3.0.1}", "[]"):
        assert blamed(NO_OPENAPI_BYPASS, resource(REST_API, {"body": broken})) == ["it"]


EIGHTHS: Final = [f"{number}.0.0.0/8" for number in range(256)]
"""The whole internet, each piece just narrow enough."""
ALLOW: Final = {
    "Effect": "Allow",
    "Principal": "*",
    "Action": "execute-api:Invoke",
    "Resource": "execute-api:/*",
}


def deny(operator: str, key: str, value: Any, **more: Any) -> dict[str, Any]:
    """A Deny for everybody but some, as AWS's examples write it."""
    return {**ALLOW, "Effect": "Deny", "Condition": {operator: {key: value}}, **more}


def under(*statements: dict[str, Any], kind: str = REST_API_POLICY) -> Declared:
    """An API with these statements in its policy."""
    return resource(kind, {"policy": json.dumps({"Statement": list(statements)})})


@pytest.mark.parametrize(
    "narrow",
    [
        resource(REST_API, {"name": "api"}),
        under({**ALLOW, "Principal": {"AWS": "arn:aws:iam::111122223333:root"}}),
        under({**ALLOW, "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}),
        under({**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": ["198.51.100.0/24"]}}}),
        under(ALLOW, deny("NotIpAddress", "aws:SourceIp", "198.51.100.7")),
        under(ALLOW, deny("StringNotEquals", "aws:sourceVpce", "vpce-1", Resource="*")),
        under({**ALLOW, "Effect": "Deny"}),
    ],
)
def test_a_policy_for_somebody_is_fine(narrow: Declared) -> None:
    """None at all, a principal, a network, a Deny for all others, a Deny alone."""
    assert blamed(POLICY_NOT_OPEN, narrow) == []


@pytest.mark.parametrize("kind", [REST_API, REST_API_POLICY, API_DOMAIN])
@pytest.mark.parametrize(
    "wide",
    [
        [ALLOW],
        [{**ALLOW, "Principal": {"AWS": ["*"]}}],
        [{**ALLOW, "NotPrincipal": {"AWS": "arn:aws:iam::444455556666:root"}, "Principal": None}],
        [{**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}}],
        [{**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": EIGHTHS}}}],
        [ALLOW, deny("NotIpAddress", "aws:SourceIp", EIGHTHS)],
        [{**ALLOW, "Condition": {"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}}}],
        [{**ALLOW, "Condition": {"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}}],
        [{**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": []}}}],
        [ALLOW, deny("NotIpAddress", "aws:SourceIp", "0.0.0.0/0")],
        [ALLOW, deny("NotIpAddress", "aws:SourceIp", "198.51.100.0/24", Effect="Allow")],
        [ALLOW, deny("NotIpAddress", "aws:SourceIp", "198.51.100.7", Principal={"AWS": "1"})],
        [
            ALLOW,
            {
                **deny("NotIpAddress", "aws:SourceIp", "198.51.100.7"),
                "Condition": {
                    "NotIpAddress": {"aws:SourceIp": "198.51.100.7"},
                    "Bool": {"aws:SecureTransport": True},
                },
            },
        ],
        [ALLOW, deny("StringNotLike", "aws:SourceVpce", "*")],
        [ALLOW, deny("IpAddress", "aws:SourceIp", "198.51.100.0/24")],
        [ALLOW, deny("NotIpAddress", "aws:SourceIp", "198.51.100.0/24", Action="execute-api:X")],
        [ALLOW, deny("NotIpAddress", "aws:SourceIp", "198.51.100.0/24", Resource="/other")],
    ],
)
def test_a_policy_for_everybody_is_reported(kind: str, wide: list[dict[str, Any]]) -> None:
    """Without or with a condition that binds nobody, and with a Deny that leaves all in."""
    assert blamed(POLICY_NOT_OPEN, under(*wide, kind=kind)) == ["it"]


def test_a_policy_that_can_t_be_read_is_reported() -> None:
    """IAM would not understand it either."""
    assert blamed(POLICY_NOT_OPEN, resource(REST_API_POLICY, {"policy": "{"})) == ["it"]


@pytest.mark.parametrize("asks", [True, False])
def test_a_document_may_be_yaml(asks: bool) -> None:  # noqa: FBT001 - a parameter
    """API Gateway API Reference, `PutRestApi`: JSON or YAML."""
    operation = "{security: [{pool: []}]}" if asks else "{}"
    body = f"""\
openapi: 3.0.1
info: {{title: Shop, version: 2026-01-31}}
paths:
  /items:
    get: {operation}
components:
  securitySchemes:
    pool: {{type: apiKey, x-amazon-apigateway-authorizer: {{type: cognito_user_pools}}}}
"""
    assert blamed(NO_OPENAPI_BYPASS, resource(REST_API, {"body": body})) == ([] if asks else ["it"])


def test_a_policy_that_names_an_endpoint_is_judged_when_the_api_is_made() -> None:
    """A private API lets in one endpoint, whose id nobody has in the first preview.

    API Gateway Developer Guide, "Use VPC endpoint policies for private APIs".
    """
    endpoint = resource(VPC_ENDPOINT, {}, "endpoint")
    led = resource(REST_API, {"policy": UNKNOWN}, "api", made_of={"policy": [endpoint]})
    rules = [POLICY_NOT_OPEN, unresolved([POLICY_NOT_OPEN])]
    assert blamed(rules, led, endpoint) == []
    assert blamed(rules, resource(REST_API, {"policy": UNKNOWN}, "api"), endpoint) == ["api"]
