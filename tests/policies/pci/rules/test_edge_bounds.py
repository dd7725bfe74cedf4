"""Rules about the edge: origins, schemas and limits that bound nothing."""

import json
from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    API_DOMAIN,
    API_MODEL,
    API_RESPONSE,
    BUCKET,
    FUNCTION,
    FUNCTION_URL,
    REST_API,
)
from policies.pci.platform import unresolved
from policies.pci.rules.edge_bounds import MODELS, ORIGINS
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said

OURS: Final = "https://shop.example.com"
DOMAIN: Final = resource(API_DOMAIN, {"domainName": "shop.example.com"}, "domain")
HEADER: Final = "gatewayresponse.header.Access-Control-Allow-Origin"
FOREIGN: Final = (
    "*",
    "null",
    "https://*",
    "https://*.example.com",
    "http://shop.example.com",
    "https://evil.test",
    "https://shop.example.com.evil.test",
    "method.request.header.Origin",
    "",
)


def holders(origin: str) -> list[Declared]:
    """Every place in which an origin may stand."""
    by_mock = {"responseParameters": {"method.response.header.Access-Control-Allow-Origin":
                                      f"'{origin}'"}}  # fmt: skip
    body = {
        "paths": {
            "/": {
                "options": {"x-amazon-apigateway-integration": {"responses": {"default": by_mock}}}
            }
        },
        "x-amazon-apigateway-gateway-responses": [{"responseParameters": {HEADER: origin}}],
    }
    return [
        resource(BUCKET, {"corsRules": [{"allowedOrigins": [OURS, origin]}]}),
        resource(FUNCTION_URL, {"cors": {"allowOrigins": [origin]}}),
        resource(API_RESPONSE, {"responseParameters": {HEADER: f"'{origin}'"}}),
        resource(API_RESPONSE, {"responseParameters": {HEADER.lower(): origin}}),
        resource(REST_API, {"body": json.dumps(body)}),
    ]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_reads_nothing(origin: str) -> None:
    """Any, none, a pattern, the caller's own, without TLS, or one that looks like ours."""
    for one in holders(origin):
        assert blamed(ORIGINS, one, DOMAIN) == ["it"]
        assert blamed(ORIGINS, one, DOMAIN, config={"origins": [origin]}) == []


def test_a_page_of_ours_may_read() -> None:
    """On a domain of this stack or a listed one; and what has no origin says nothing of it."""
    for one in holders(OURS):
        assert blamed(ORIGINS, one, DOMAIN) == []
        assert blamed(ORIGINS, one, config={"origins": [OURS]}) == []
    plain = {"gatewayresponse.header.Cache-Control": "'no-store'"}
    assert blamed(ORIGINS, resource(API_RESPONSE, {"responseParameters": plain})) == []
    unknown = resource(API_RESPONSE, {"responseParameters": {HEADER: UNKNOWN}})
    assert blamed(ORIGINS, unknown) == []


@pytest.mark.parametrize(
    "schema",
    ["{}", '{"$schema": "http://json-schema.org/draft-04/schema#"}', '{"title": "Any"}',
     '{"properties": {}}', '{"required": []}', '{"additionalProperties": true}', None],
)  # fmt: skip
def test_a_model_that_takes_anything_is_reported(schema: Any) -> None:
    """Draft four of JSON schema: what says nothing, refuses nothing."""
    assert blamed(MODELS, resource(API_MODEL, {"schema": schema} if schema else {})) == ["it"]


@pytest.mark.parametrize(
    "schema",
    ['{"type": "object"}', '{"required": ["amount"]}', '{"$ref": "#/definitions/x"}',
     '{"oneOf": [{"type": "object"}]}', '{"additionalProperties": false}'],
)  # fmt: skip
def test_a_model_that_refuses_some_is_fine(schema: str) -> None:
    """A type is enough: the function says better what is wrong."""
    assert blamed(MODELS, resource(API_MODEL, {"schema": schema})) == []


def test_an_api_that_calls_a_function_of_ours_is_judged_when_it_is_made() -> None:
    """Its document has the function's ARN in it, which nobody has in the first preview.

    API Gateway Developer Guide, "x-amazon-apigateway-integration object".
    """
    function = resource(FUNCTION, {"name": "f"}, "f")
    led = resource(REST_API, {"body": UNKNOWN}, "api", made_of={"body": [function]})
    rules = [ORIGINS, unresolved([ORIGINS])]
    assert said(rules, led, function) == []
    assert blamed(rules, resource(REST_API, {"body": UNKNOWN}, "api"), function) == ["api"]
