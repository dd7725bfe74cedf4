"""Rules about who may call a gateway: what each must report, and what it must not."""

from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import API_AUTHORIZER, API_VALIDATOR, USER_POOL
from policies.pci.rules.gateway_access import (
    COGNITO_BINDING,
    METHOD_AUTHORIZATION,
    REQUEST_VALIDATION,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but
from tests.policies.pci.gateways import API, PATHS, method

COGNITO: Final = "COGNITO_USER_POOLS"
POOL_ARN: Final = "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/ours"
FOREIGN_ARN: Final = "arn:aws:cognito-idp:eu-central-1:444455556666:userpool/theirs"
POOL: Final = resource(USER_POOL, {"name": "merchants"}, "pool", outputs={"arn": POOL_ARN})
AUTHORIZER: Final = resource(
    API_AUTHORIZER,
    {"type": COGNITO, "providerArns": [POOL_ARN]},
    "authorizer",
    made_of={"providerArns": [POOL]},
)
VALIDATOR: Final = resource(
    API_VALIDATOR,
    {"validateRequestBody": True, "validateRequestParameters": True},
    "validator",
)


@pytest.mark.parametrize("authorization", [COGNITO, "AWS_IAM"])
def test_a_method_that_asks_is_fine(authorization: str) -> None:
    """The pool's tokens or IAM; OPTIONS need not ask, and what is listed may be open."""
    open_call = method("GET", authorization="NONE")
    assert blamed(METHOD_AUTHORIZATION, *PATHS, method("POST", authorization=authorization)) == []
    assert blamed(METHOD_AUTHORIZATION, *PATHS, method("OPTIONS", authorization="NONE")) == []
    assert blamed(METHOD_AUTHORIZATION, *PATHS, open_call) == []
    closed: dict[str, list[str]] = {"allowedPublic": []}
    assert blamed(METHOD_AUTHORIZATION, *PATHS, open_call, config=closed) == ["method"]


@pytest.mark.parametrize("wrong", [{"authorization": "NONE"}, {"authorization": "CUSTOM"}, {}])
def test_a_method_that_asks_nobody_is_reported(wrong: dict[str, Any]) -> None:
    """Open, by a function of one's own that nobody listed, or not said."""
    assert blamed(METHOD_AUTHORIZATION, *PATHS, method("POST", **wrong)) == ["method"]
    unknown_verb = method(UNKNOWN, authorization="NONE")
    assert blamed(METHOD_AUTHORIZATION, *PATHS, unknown_verb) == ["method"]


def bound(authorizer: Declared = AUTHORIZER, **more: Any) -> Declared:
    """A method behind the authorizer."""
    inputs = {
        "authorization": COGNITO,
        "authorizerId": UNKNOWN,
        "authorizationScopes": ["payments/read"],
        **more,
    }
    return method("GET", made_of={"authorizerId": [authorizer]}, **inputs)


def test_tokens_come_from_our_pool_with_a_scope() -> None:
    """At a first preview too; methods with another authorization are not asked."""
    unknown = but(AUTHORIZER, providerArns=[UNKNOWN])
    token = resource(API_AUTHORIZER, {"type": "TOKEN"}, "token")
    assert blamed(COGNITO_BINDING, POOL, AUTHORIZER, bound()) == []
    assert blamed(COGNITO_BINDING, POOL, unknown, bound()) == []
    assert blamed(COGNITO_BINDING, API, token, method("GET", authorization="AWS_IAM")) == []


def test_a_token_of_elsewhere_is_reported() -> None:
    """No scope, no authorizer, one of another kind, another pool, or another beside ours."""
    nothing: tuple[Any, ...] = (None, [])
    for none in nothing:
        unscoped = but(bound(), authorizationScopes=none)
        assert blamed(COGNITO_BINDING, POOL, AUTHORIZER, unscoped) == ["method"]
        empty = but(AUTHORIZER, providerArns=none)
        assert blamed(COGNITO_BINDING, POOL, empty) == ["authorizer"]
    elsewhere = method("GET", authorization=COGNITO, authorizerId="a1", authorizationScopes=["s"])
    assert blamed(COGNITO_BINDING, API, elsewhere) == ["method"]
    unbound = but(bound(), authorizerId=None)
    assert blamed(COGNITO_BINDING, POOL, AUTHORIZER, unbound) == ["method"]
    custom = but(AUTHORIZER, type="TOKEN")
    assert blamed(COGNITO_BINDING, POOL, custom, bound(custom)) == ["method"]
    both = but(AUTHORIZER, providerArns=[POOL_ARN, FOREIGN_ARN])
    foreign = resource(API_AUTHORIZER, {"type": COGNITO, "providerArns": [FOREIGN_ARN]}, "foreign")
    assert blamed(COGNITO_BINDING, POOL, both) == ["authorizer"]
    assert blamed(COGNITO_BINDING, POOL, foreign) == ["foreign"]
    listed = {"externalArns": [FOREIGN_ARN]}
    assert blamed(COGNITO_BINDING, POOL, both, config=listed) == []


def validated(verb: str, **more: Any) -> Declared:
    """A method with the validator."""
    return method(
        verb, requestValidatorId=UNKNOWN, made_of={"requestValidatorId": [VALIDATOR]}, **more
    )


def test_requests_are_validated() -> None:
    """A body has a model; calls without a body, listed ones and OPTIONS need none."""
    model = {"application/json": UNKNOWN}
    assert blamed(REQUEST_VALIDATION, VALIDATOR, validated("POST", requestModels=model)) == []
    assert blamed(REQUEST_VALIDATION, VALIDATOR, validated("GET"), method("OPTIONS")) == []
    for verb in ("POST", "PUT", "PATCH", "ANY", UNKNOWN):
        assert blamed(REQUEST_VALIDATION, VALIDATOR, validated(verb)) == ["method"]
    bodyless = {"bodyless": ["POST /v1/health"]}
    assert blamed(REQUEST_VALIDATION, VALIDATOR, *PATHS, validated("POST"), config=bodyless) == []
    assert blamed(REQUEST_VALIDATION, method("GET")) == ["method"]
    assert blamed(REQUEST_VALIDATION, method("GET", requestValidatorId="v1")) == ["method"]


@pytest.mark.parametrize("key", ["validateRequestBody", "validateRequestParameters"])
def test_a_validator_that_checks_nothing_is_reported(key: str) -> None:
    """Each of its two switches, off or not said."""
    for wrong in (None, False):
        assert blamed(REQUEST_VALIDATION, but(VALIDATOR, **{key: wrong})) == ["validator"]


def test_a_token_stands_in_a_header_and_is_asked_again() -> None:
    """In an address it stands in logs; for an hour, who was let out is still in."""
    header = "method.request.header.Authorization"
    for fine in ({"identitySource": header}, {"authorizerResultTtlInSeconds": 300}, {}):
        assert blamed(COGNITO_BINDING, but(AUTHORIZER, **fine), POOL) == []
    for wrong in (
        {"identitySource": "method.request.querystring.token"},
        {"identitySource": "*"},
        {"authorizerResultTtlInSeconds": 3600},
        {"authorizerResultTtlInSeconds": -1},
    ):
        assert blamed(COGNITO_BINDING, but(AUTHORIZER, **wrong), POOL) == [AUTHORIZER.name]
