"""The gateway's own errors as `application/problem+json` (RFC 9457)."""

import json
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from runtime.contract.codes import Code
from runtime.contract.problems import PROBLEMS
from runtime.contract.response_headers import (
    ALWAYS,
    PROBLEM_MEDIA_TYPE,
    REQUEST_ID,
    RETRY_AFTER,
)

HEADERS = {
    "Content-Type": f"'{PROBLEM_MEDIA_TYPE}'",
    REQUEST_ID: "context.requestId",
    **{name: f"'{value}'" for name, value in ALWAYS.items()},
}
"""Header → API Gateway's expression: a text in quotes, or a context variable."""


RESPONSES: Mapping[str, Code] = {
    "ACCESS_DENIED": Code.SCOPE_MISSING,
    "BAD_REQUEST_BODY": Code.JSON_INVALID,
    "BAD_REQUEST_PARAMETERS": Code.KEY_MISSING,
    # A token where a signature belongs has no type of its own.
    "DEFAULT_4XX": Code.SCOPE_MISSING,
    "DEFAULT_5XX": Code.INTERNAL,
    "EXPIRED_TOKEN": Code.TOKEN_INVALID,
    # Of a call that an AWS identity signed.
    "INVALID_SIGNATURE": Code.TOKEN_INVALID,
    "INTEGRATION_FAILURE": Code.INTERNAL,
    "INTEGRATION_TIMEOUT": Code.TIMEOUT,
    # What the gateway says for an unknown path or method.
    "MISSING_AUTHENTICATION_TOKEN": Code.RESOURCE_MISSING,
    "QUOTA_EXCEEDED": Code.RATE_LIMITED,
    "REQUEST_TOO_LARGE": Code.BODY_TOO_LARGE,
    "RESOURCE_NOT_FOUND": Code.RESOURCE_MISSING,
    "THROTTLED": Code.RATE_LIMITED,
    "UNAUTHORIZED": Code.TOKEN_INVALID,
    "UNSUPPORTED_MEDIA_TYPE": Code.MEDIA_TYPE,
    "WAF_FILTERED": Code.REQUEST_BLOCKED,
}
"""API Gateway's response type → the problem; the two defaults catch every type not named."""


SENTENCES: Mapping[str, str] = {
    "DEFAULT_4XX": "A merchant's token opens no such call: an operator's takes a signature with "
    "an AWS identity, and a merchant's is in the API's description.",
}
"""Response type → what it says, where the code's own sentence would not help."""


def template(code: Code, documentation: str, detail: str | None = None) -> str:
    """The body: constants and the request's id, so nothing that a caller sent is echoed."""
    kind = PROBLEMS[code]
    return json.dumps(
        {
            "type": f"{documentation}{code}",
            "title": kind.title,
            "status": kind.status,
            "code": str(code),
            "detail": detail or kind.action,
            "instance": "urn:request:$context.requestId",
            "request_id": "$context.requestId",
        }
    )


def headers(code: Code) -> dict[str, str]:
    """`gatewayresponse.header.<name>` → expression."""
    seconds = RETRY_AFTER.get(PROBLEMS[code].status)
    found = {**HEADERS, **({"Retry-After": f"'{seconds}'"} if seconds else {})}
    return {f"gatewayresponse.header.{name}": value for name, value in found.items()}


def gateway_responses(
    parent: pulumi.ComponentResource, name: str, api: aws.apigateway.RestApi, documentation: str
) -> list[pulumi.Resource]:
    """One gateway response for each type, as children of `parent`."""
    return [
        aws.apigateway.Response(
            f"{name}-{response_type.lower().replace('_', '-')}",
            rest_api_id=api.id,
            response_type=response_type,
            status_code=str(PROBLEMS[code].status),
            response_parameters=headers(code),
            # The gateway looks a template up by what the caller accepts and falls back to this.
            response_templates={
                "application/json": template(code, documentation, SENTENCES.get(response_type))
            },
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for response_type, code in RESPONSES.items()
    ]
