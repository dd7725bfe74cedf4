"""Requests to the gateway that it must refuse, and what a refusal looks like."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx

from local.stack.client import MerchantClient
from tests._wait import until

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id"}
ERRORS = "https://github.com/tillstack/tillstack/blob/main/docs/errors.md#"
SILENT = {httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.GATEWAY_TIMEOUT}
MISSING = "pay_" + "a" * 26
GOOD: Mapping[str, Any] = {
    "amount": 2500,
    "currency": "eur",
    "payment_method": "pm_card_visa",
    "customer": {"email": "jane@example.com"},
}


def but(**changes: Any) -> bytes:
    """A good body with some fields changed; None takes a field away."""
    body = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return json.dumps(body).encode()


def amount(text: str) -> bytes:
    """A good body with an amount of just this spelling."""
    return but().replace(b"2500", text.encode())


class Case(NamedTuple):
    """A request and the problem that answers it."""

    status: int
    code: str
    body: bytes = but()
    headers: Mapping[str, str | None] = {}
    """Instead of the good ones; None takes a header away."""
    method: str = "POST"
    path: str = "/v1/payments"
    param: str | None = None
    gateway: bool = False
    """The gateway answers by itself, and the function never runs."""


def key(value: str | None) -> dict[str, str | None]:
    """Headers with this idempotency key."""
    return {"Idempotency-Key": value}


def bearer(token: str) -> dict[str, str | None]:
    """Headers with this token."""
    return {"Authorization": f"Bearer {token}"}


def get(path: str, status: int, code: str, **more: Any) -> Case:
    """A read that is refused."""
    return Case(status, code, b"", {**key(None), "Content-Type": None}, "GET", path, **more)


def ask(client: MerchantClient, case: Case) -> httpx.Response:
    """Send the request as the merchant; asked again where a busy machine did not answer."""
    headers = {
        "Authorization": client.http.headers["Authorization"],
        "Idempotency-Key": str(uuid.uuid4()),
        "Content-Type": "application/json",
        **case.headers,
    }
    with httpx.Client(timeout=60, trust_env=False) as http:
        request = http.build_request(
            case.method,
            client.gateway_url + case.path,
            content=case.body,
            headers={name: value for name, value in headers.items() if value is not None},
        )
        return until(lambda: answered(http.send(request), case), 30)[0]


def answered(answer: httpx.Response, case: Case) -> list[httpx.Response]:
    """The answer, where it says something or saying nothing is what the case wants."""
    return [answer] if answer.status_code not in SILENT or case.status in SILENT else []


def check(answer: httpx.Response, case: Case) -> dict[str, Any]:
    """It is the problem of the case, complete, with the headers that every answer has."""
    found = answer.json()
    assert (answer.status_code, found["code"]) == (case.status, case.code), answer.text
    assert found.get("param") == case.param
    assert found.keys() - {"param", "errors"} == MEMBERS
    assert found["status"] == case.status
    assert found["type"] == ERRORS + case.code
    assert found["title"]
    assert found["detail"]
    assert found["instance"].startswith("urn:request:" if case.gateway else "/v1/")
    headers = answer.headers
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Request-Id"] == found["request_id"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert ("Retry-After" in headers) == (case.status in {429, 500, 503, 504})
    return dict(found)
