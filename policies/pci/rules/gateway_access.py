"""Who may call an API Gateway: every method asks, and the answer comes from our own pool."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import NOT_EMPTY, Config, at_most, equal, like
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import (
    API_AUTHORIZER,
    API_METHOD,
    API_MODEL,
    API_RESOURCE,
    API_VALIDATOR,
    REST_API,
    USER_POOL,
)
from ..framework.values import ABSENT, UNKNOWN
from ._gateway import call_of

_COGNITO: Final = "COGNITO_USER_POOLS"
_IN_A_HEADER: Final = like(
    r"method\.request\.header\.[\w-]+", counterexamples=("method.request.querystring.token",)
)
# Who posts an event is known by its signature, which only the function can check.
_PUBLIC: Final = ["GET /v1/health", "GET /v1/keys", "POST /v1/webhooks/psp"]
_WITHOUT_BODY: Final = ("GET", "HEAD", "DELETE", "OPTIONS")


def _asks_who_calls(_stack: Stack, method: Resource, config: Config) -> Iterator[Finding]:
    # A browser asks OPTIONS before it may send a token.
    if method.get("httpMethod") == "OPTIONS":
        return
    authorization = method.known("authorization", "NONE")
    if authorization not in config["authorizations"] and (
        authorization != "NONE" or call_of(method) not in config["allowedPublic"]
    ):
        yield Finding(
            f"Set authorization to {_COGNITO} or AWS_IAM; a call that is meant for everybody "
            "stands in the rule's allowedPublic, for example as GET /v1/health."
        )


METHOD_AUTHORIZATION: Final = Rule(
    number="7",
    name="apigw-method-authorization",
    description="Every method asks who calls.",
    severity=Severity.CRITICAL,
    pci=("7.2.1",),
    references=("CKV_AWS_59", "AwsSolutions-APIG4"),
    subjects=(API_METHOD,),
    stack=_asks_who_calls,
    watches={
        API_METHOD: {"authorization": ()},
        API_RESOURCE: {"parentId": (API_RESOURCE, REST_API)},
    },
    config={"authorizations": [_COGNITO, "AWS_IAM"], "allowedPublic": _PUBLIC},
)


def _is_cognito(resource: Resource) -> bool:
    kind = "authorization" if resource.type == API_METHOD else "type"
    return bool(resource.get(kind) == _COGNITO)


def _believes_our_pool(stack: Stack, resource: Resource, config: Config) -> Iterator[Finding]:
    if not _is_cognito(resource):
        return
    if any(each.get("type") != _COGNITO for each in resource.made_of("authorizerId")):
        yield Finding(f"authorizerId: Name an aws.apigateway.Authorizer of type {_COGNITO}.")
    if resource.type == API_AUTHORIZER and resource.get("providerArns") in (ABSENT, []):
        yield Finding("providerArns: Pass the ARN of an aws.cognito.UserPool.")
    ours = stack.of(USER_POOL)
    for path, arn in resource.each("providerArns[]"):
        # One of ours makes a foreign pool beside it no better.
        if not (arn is UNKNOWN or arn in config["externalArns"]) and not any(
            each.is_named(arn) for each in ours
        ):
            yield Finding(f"{path}: Name a user pool of this stack, or list it in externalArns.")


COGNITO_BINDING: Final = Rule(
    number="8",
    name="apigw-cognito-authorizer-binding",
    description="Tokens come from our own user pool, and every call demands a scope.",
    severity=Severity.HIGH,
    pci=("7.2.2",),
    unreviewed_controls=("8.3.1",),
    references=("AwsSolutions-COG4",),
    when=_is_cognito,
    property_rules={
        API_METHOD: (
            PropertyRule(
                "authorizerId",
                NOT_EMPTY,
                "Pass the id of an aws.apigateway.Authorizer.",
                producers=(API_AUTHORIZER,),
            ),
            # Without a scope the gateway takes any token of the pool, an identity token too.
            PropertyRule(
                "authorizationScopes", NOT_EMPTY, "List the scope that a caller must have."
            ),
        ),
        API_AUTHORIZER: (
            PropertyRule(
                "identitySource",
                _IN_A_HEADER,
                "Take the token from a header: an address stands in logs.",
                optional=True,
            ),
            PropertyRule(
                "authorizerResultTtlInSeconds",
                at_most("cacheSeconds", 900),
                "Set authorizer_result_ttl_in_seconds to 900 or less.",
                optional=True,
            ),
        ),
    },
    subjects=(API_METHOD, API_AUTHORIZER),
    stack=_believes_our_pool,
    watches={API_AUTHORIZER: {"type": (), "providerArns[]": (USER_POOL,)}},
    config={"cacheSeconds": 900},
)


def _names_a_model(_stack: Stack, method: Resource, config: Config) -> Iterator[Finding]:
    if (
        method.get("httpMethod") not in _WITHOUT_BODY
        and not method.known("requestModels", {})
        and call_of(method) not in config["bodyless"]
    ):
        yield Finding(
            "Set request_models for application/json; a call that has no body stands in the "
            "rule's bodyless."
        )


REQUEST_VALIDATION: Final = Rule(
    number="10",
    name="apigw-request-validation",
    description="The gateway itself turns away requests that are not even well-formed.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("6.2.4",),
    references=("CKV2_AWS_53", "AwsSolutions-APIG2"),
    when=lambda resource: resource.get("httpMethod") != "OPTIONS",
    property_rules={
        API_METHOD: (
            PropertyRule(
                "requestValidatorId",
                NOT_EMPTY,
                "Pass the id of an aws.apigateway.RequestValidator.",
                producers=(API_VALIDATOR,),
            ),
        ),
        API_VALIDATOR: (
            PropertyRule("validateRequestBody", equal(True), "Set validate_request_body to True."),
            PropertyRule(
                "validateRequestParameters",
                equal(True),
                "Set validate_request_parameters to True.",
            ),
        ),
    },
    subjects=(API_METHOD,),
    stack=_names_a_model,
    watches={
        API_METHOD: {"requestModels": (API_MODEL,)},
        API_RESOURCE: {"parentId": (API_RESOURCE, REST_API)},
    },
    config={
        "bodyless": ["POST /v1/payments/{id}/cancel", "POST /v1/ops/payments/{id}/notifications"]
    },
)

RULES: Final = (METHOD_AUTHORIZATION, COGNITO_BINDING, REQUEST_VALIDATION)
