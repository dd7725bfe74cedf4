"""The gateway's own errors."""

import json
import re

import pulumi_aws as aws
import pytest

from components.parts.gateway_problems import RESPONSES, headers
from runtime.contract.codes import Code
from runtime.invocation.http import json_response
from tests.fakes.recorder import program

WANTED = {
    "BAD_REQUEST_BODY": (400, "json_invalid"),
    "BAD_REQUEST_PARAMETERS": (400, "idempotency_key_missing"),
    "UNAUTHORIZED": (401, "token_invalid"),
    "EXPIRED_TOKEN": (401, "token_invalid"),
    "ACCESS_DENIED": (403, "scope_missing"),
    "WAF_FILTERED": (403, "request_blocked"),
    "MISSING_AUTHENTICATION_TOKEN": (404, "resource_missing"),
    "RESOURCE_NOT_FOUND": (404, "resource_missing"),
    "REQUEST_TOO_LARGE": (413, "body_too_large"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "media_type_unsupported"),
    "THROTTLED": (429, "rate_limited"),
    "QUOTA_EXCEEDED": (429, "rate_limited"),
    "INTEGRATION_TIMEOUT": (504, "timeout"),
    "INTEGRATION_FAILURE": (500, "internal_error"),
    "INVALID_SIGNATURE": (401, "token_invalid"),
    "DEFAULT_5XX": (500, "internal_error"),
    "DEFAULT_4XX": (403, "scope_missing"),
}

ERRORS = "https://github.com/tillstack/tillstack/blob/main/docs/errors.md#"


def response(response_type: str) -> dict[str, object]:
    """The inputs of one gateway response."""
    (found,) = [
        each.inputs
        for each in program().of(aws.apigateway.Response)
        if each.inputs["responseType"] == response_type
    ]
    return dict(found)


def body(response_type: str) -> dict[str, object]:
    """The template with a request's id filled in."""
    templates = response(response_type)["responseTemplates"]
    assert isinstance(templates, dict)
    (template,) = templates.values()
    assert set(re.findall(r"\$context\.[\w.]+", template)) == {"$context.requestId"}
    found: dict[str, object] = json.loads(template.replace("$context.requestId", "abc"))
    return found


def test_every_error_that_the_gateway_raises_is_a_problem() -> None:
    """The types that a merchant can meet, and the two defaults for the rest."""
    assert set(RESPONSES) == set(WANTED)
    assert len(program().of(aws.apigateway.Response)) == len(WANTED)


@pytest.mark.parametrize("response_type", WANTED)
def test_a_problem_has_its_status_and_code(response_type: str) -> None:
    """The status in the body is the status of the answer, and the members are those of the API."""
    status, code = WANTED[response_type]
    found = body(response_type)
    assert response(response_type)["statusCode"] == str(status)
    assert (found["status"], found["code"]) == (status, code)
    assert found["type"] == f"{ERRORS}{code}"
    assert found["request_id"] == "abc"
    assert set(found) == {
        "type",
        "title",
        "status",
        "code",
        "detail",
        "instance",
        "request_id",
    }


@pytest.mark.parametrize("response_type", WANTED)
def test_a_problem_has_the_headers_of_every_answer(response_type: str) -> None:
    """Type, request id and the security headers; `Retry-After` where waiting helps."""
    wanted = {
        "Content-Type": "'application/problem+json'",
        "Request-Id": "context.requestId",
        "Cache-Control": "'no-store'",
        "Strict-Transport-Security": "'max-age=63072000; includeSubDomains'",
        "X-Content-Type-Options": "'nosniff'",
    }
    if WANTED[response_type][0] in {429, 500, 504}:
        wanted["Retry-After"] = "'2'"
    found = response(response_type)["responseParameters"]
    assert found == {f"gatewayresponse.header.{name}": each for name, each in wanted.items()}


def test_gateway_and_handlers_speak_alike() -> None:
    """An answer has the same headers, whoever gives it."""
    event = {"requestContext": {"requestId": "request-1"}}
    answer = json_response(event, 500, {}, media_type="application/problem+json")
    said = {
        name.removeprefix("gatewayresponse.header."): value.strip("'")
        for name, value in headers(Code.INTERNAL).items()
    }
    assert {**said, "Request-Id": "request-1"} == answer["headers"]


def test_a_token_where_a_signature_belongs_is_told_so() -> None:
    """AWS has no type for it, so the default says what a merchant's token can't open."""
    assert "token opens no such call" in str(body("DEFAULT_4XX")["detail"])


@pytest.mark.parametrize("response_type", ["INTEGRATION_TIMEOUT", "DEFAULT_5XX"])
def test_an_unknown_outcome_says_that_the_payment_may_exist(response_type: str) -> None:
    """A caller that hears nothing must retry with the same key, not with a new one."""
    assert "same Idempotency-Key" in str(body(response_type)["detail"])
