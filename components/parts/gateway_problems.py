"""The gateway's own errors as `application/problem+json` (RFC 9457)."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

_TYPE = "https://docs.example.com/errors/"
_RETRY_AFTER_SECONDS = 2
HEADERS = {
    "Content-Type": "'application/problem+json'",
    "Request-Id": "context.requestId",
    "Cache-Control": "'no-store'",
    "Strict-Transport-Security": "'max-age=63072000; includeSubDomains'",
    "X-Content-Type-Options": "'nosniff'",
}
"""Header → API Gateway's expression: a text in quotes, or a context variable."""


@dataclass(frozen=True)
class GatewayProblem:
    """What a caller reads."""

    status: int
    code: str
    title: str
    detail: str


_JSON = GatewayProblem(400, "json_invalid", "Body is not valid JSON", "Send one JSON object.")
_KEY = GatewayProblem(
    400, "idempotency_key_missing", "Idempotency key missing", "Send the header Idempotency-Key."
)
_OTHER = GatewayProblem(400, "parameter_invalid", "Parameter invalid", "Check the request.")
_TOKEN = GatewayProblem(
    401,
    "token_invalid",
    "Token or signature missing, invalid or expired",
    "Get a new token and send it, or sign anew.",
)
_SCOPE = GatewayProblem(
    403, "scope_missing", "Scope missing", "This token or identity may not make this call."
)
_BLOCKED = GatewayProblem(
    403, "request_blocked", "Request blocked", "The firewall refused the request."
)
_UNKNOWN = GatewayProblem(404, "resource_missing", "No such resource", "Nothing is found here.")
_LARGE = GatewayProblem(413, "body_too_large", "Body too large", "A body has 8 KiB at most.")
_MEDIA = GatewayProblem(
    415, "media_type_unsupported", "Media type not supported", "Send application/json."
)
_RATE = GatewayProblem(
    429, "rate_limited", "Too many requests", "Wait as long as Retry-After says."
)
_INTERNAL = GatewayProblem(
    500,
    "internal_error",
    "Internal error",
    "The payment may exist: retry with the same Idempotency-Key, or look it up.",
)
_TIMEOUT = GatewayProblem(
    504,
    "timeout",
    "No answer in time",
    "The payment may exist: retry with the same Idempotency-Key, or look it up.",
)

PROBLEMS = {
    "ACCESS_DENIED": _SCOPE,
    "BAD_REQUEST_BODY": _JSON,
    "BAD_REQUEST_PARAMETERS": _KEY,
    "DEFAULT_4XX": _OTHER,
    "DEFAULT_5XX": _INTERNAL,
    "EXPIRED_TOKEN": _TOKEN,
    # Of a call that an AWS identity signed.
    "INVALID_SIGNATURE": _TOKEN,
    "INTEGRATION_FAILURE": _INTERNAL,
    "INTEGRATION_TIMEOUT": _TIMEOUT,
    # What the gateway says for an unknown path or method.
    "MISSING_AUTHENTICATION_TOKEN": _UNKNOWN,
    "QUOTA_EXCEEDED": _RATE,
    "REQUEST_TOO_LARGE": _LARGE,
    "RESOURCE_NOT_FOUND": _UNKNOWN,
    "THROTTLED": _RATE,
    "UNAUTHORIZED": _TOKEN,
    "UNSUPPORTED_MEDIA_TYPE": _MEDIA,
    "WAF_FILTERED": _BLOCKED,
}
"""API Gateway's response type → the problem; the two defaults catch every type not named."""


def template(problem: GatewayProblem) -> str:
    """The body: constants and the request's id, so nothing that a caller sent is echoed."""
    return json.dumps(
        {
            "type": f"{_TYPE}{problem.code}",
            "title": problem.title,
            "status": problem.status,
            "code": problem.code,
            "detail": problem.detail,
            "instance": "urn:request:$context.requestId",
            "request_id": "$context.requestId",
        }
    )


def headers(problem: GatewayProblem) -> dict[str, str]:
    """`gatewayresponse.header.<name>` → expression."""
    wait = {"Retry-After": f"'{_RETRY_AFTER_SECONDS}'"}
    found = {**HEADERS, **(wait if problem.status in {429, 500, 504} else {})}
    return {f"gatewayresponse.header.{name}": value for name, value in found.items()}


def gateway_responses(
    parent: pulumi.ComponentResource, name: str, api: aws.apigateway.RestApi
) -> list[pulumi.Resource]:
    """One gateway response for each type, as children of `parent`."""
    return [
        aws.apigateway.Response(
            f"{name}-{response_type.lower().replace('_', '-')}",
            rest_api_id=api.id,
            response_type=response_type,
            status_code=str(problem.status),
            response_parameters=headers(problem),
            # The gateway looks a template up by what the caller accepts and falls back to this.
            response_templates={"application/json": template(problem)},
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for response_type, problem in PROBLEMS.items()
    ]
