"""API Gateway's events and answers (REST API, Lambda proxy integration)."""

import json
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypedDict

from pydantic import BaseModel

from runtime.contract.codes import Code
from runtime.contract.problems import DOCUMENTATION_VARIABLE
from runtime.contract.response_headers import (
    ALWAYS,
    PROBLEM_MEDIA_TYPE,
    REQUEST_ID,
    RETRY_AFTER,
)
from runtime.domain.errors import OperatorUnknownError
from runtime.domain.payment import EVENT_ID, PAYMENT_ID
from runtime.invocation.context import Event
from runtime.observability import describe
from runtime.step_log.step import about, step, work
from runtime.wire.documents import Fault, InvalidFieldsError
from runtime.wire.problem_json import Problem, problem_of

P = ParamSpec("P")


class HttpResponse(TypedDict):
    """What the gateway turns into an HTTP response."""

    statusCode: int
    headers: dict[str, str]
    body: str
    isBase64Encoded: bool


def json_response(
    event: Event,
    status: int,
    body: BaseModel | Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    media_type: str = "application/json",
) -> HttpResponse:
    """The answer with the headers that every answer has."""
    wait = {"Retry-After": str(RETRY_AFTER[status])} if status in RETRY_AFTER else {}
    return {
        "statusCode": status,
        "headers": {
            "Content-Type": media_type,
            REQUEST_ID: request_id(event),
            **ALWAYS,
            **wait,
            **(headers or {}),
        },
        "body": _text(body),
        "isBase64Encoded": False,
    }


def _text(body: BaseModel | Mapping[str, Any]) -> str:
    if isinstance(body, BaseModel):
        return body.model_dump_json(ensure_ascii=True)
    return json.dumps(body, separators=(",", ":"))


def refusal(event: Event, problem: Problem) -> HttpResponse:
    """The answer that says what went wrong."""
    # A call from API Gateway's console has no stage; `type` is then relative, as RFC 9457 allows.
    documentation = (event.get("stageVariables") or {}).get(DOCUMENTATION_VARIABLE, "")
    body = problem.body(instance(event), request_id(event), documentation)
    return json_response(event, body.status, body, problem.headers, PROBLEM_MEDIA_TYPE)


def answering(
    respond: Callable[Concatenate[Event, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The outermost edge: whatever `respond` raises becomes a problem."""

    @wraps(respond)
    def edge(event: Event, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        where = {"route": event.get("resource"), "method": event.get("httpMethod")}
        with work(), step("request", **where) as said:
            about(request_id=request_id(event))
            try:
                answer = respond(event, *args, **kwargs)
                said["outcome"] = "answered"
            except Exception as error:  # noqa: BLE001 - the one edge where nothing may pass.
                problem = problem_of(error)
                ours = problem.code in {Code.INTERNAL, Code.UNAVAILABLE}
                said["outcome"] = "failed" if ours else "refused"
                said |= {"code": str(problem.code), **describe(error)}
                answer = refusal(event, problem)
            said["status"] = answer["statusCode"]
        return answer

    return edge


def request_id(event: Event) -> str:
    """API Gateway's id of the request, which it also puts on its own errors."""
    return str(event["requestContext"]["requestId"])


def operator_of(event: Event) -> str:
    """The ARN of the AWS identity that signed the request, as the gateway found it.

    Raises:
        OperatorUnknownError: no AWS identity has signed the call.
    """
    identity = event["requestContext"].get("identity") or {}
    arn = identity.get("userArn")
    if not arn:
        raise OperatorUnknownError
    return str(arn)


def headers(event: Event) -> dict[str, list[str]]:
    """Name in small letters → every value that came under any spelling of it."""
    many = event.get("multiValueHeaders") or {
        key: [value] for key, value in (event.get("headers") or {}).items()
    }
    found: dict[str, list[str]] = {}
    for name, values in many.items():
        found.setdefault(name.lower(), []).extend(values)
    return found


def header(event: Event, name: str) -> list[str]:
    """Every value of a header; `name` in small letters."""
    return headers(event).get(name, [])


def query_of(event: Event, known: Collection[str]) -> dict[str, str]:
    """The query string; of a name that is not `known` the last value.

    Raises:
        InvalidFieldsError: a known name is given twice.
    """
    given: Mapping[str, list[str]] = event.get("multiValueQueryStringParameters") or {}
    twice = [
        Fault(Code.PARAMETER_INVALID, "May be given once.", name)
        for name in known
        if len(given.get(name, ())) > 1
    ]
    if twice:
        raise InvalidFieldsError(twice)
    return {name: values[-1] for name, values in given.items()}


def path_id(event: Event) -> str:
    """The id in the path, whatever it is."""
    return str((event.get("pathParameters") or {}).get("id", ""))


def instance(event: Event) -> str:
    """The path, in which only something that is an id of ours is repeated."""
    template, identifier = str(event.get("resource", "")), path_id(event)
    ours = PAYMENT_ID.fullmatch(identifier) or EVENT_ID.fullmatch(identifier)
    return template.replace("{id}", identifier) if ours else template
