"""Events as API Gateway (REST, Lambda proxy) and SQS send them, and answers read back."""

import json
from collections.abc import Mapping
from typing import Any

from runtime.adapters.http_signatures import HttpSignatures
from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.invocation.http import HttpResponse
from runtime.use_cases.know_caller import Callers
from tests.fakes.directory import directory_of
from tests.fakes.signing import public
from tests.fakes.system import FakeClock, FakeMetrics

MERCHANTS = {"client-1": "acme", "client-2": "acme", "client-3": "other"}
CURRENCIES = ("eur", "jpy", "usd")
ERRORS = "https://errors.example.com/#"
REQUEST_ID = "8f0c5c6e-0000-4000-8000-000000000001"

ORDER: dict[str, Any] = {
    "amount": 2500,
    "currency": "eur",
    "payment_method": "pm_card_visa",
    "customer": {"email": "jane@example.com", "name": "Jane", "locale": "de-DE"},
    "description": "Order 1001",
    "reference": "order-1001",
    "metadata": {"basket": "7"},
}


READER = "reader-1"
"""A client of acme that may only read."""


SEALER = "sealer-1"
"""A client of acme whose payments come encrypted only."""


SIGNER = "signer-1"
"""A client of acme that signs its requests, with either of two keys."""
SIGNER_KEYS = ("old", "new")


def known(clock: FakeClock | None = None) -> Callers:
    """A container that can look up `MERCHANTS`, `READER`, `SEALER` and `SIGNER`."""
    clock = clock or FakeClock()
    directory = directory_of(MERCHANTS)
    directory.add("acme", READER, [Scope.READ])
    directory.add("acme", SEALER)
    directory.add("acme", SIGNER)
    acme = directory.merchants["acme"].with_sealed_only(SEALER, wanted=True)
    keys = [public(each) for each in SIGNER_KEYS]
    directory.merchants["acme"] = acme.with_signing_keys(SIGNER, keys)
    limit = Throttle(rate=1_000, burst=4_000)
    return Callers(directory, clock, FakeMetrics(), limit, lambda: HttpSignatures(clock))


def event(
    resource: str,
    body: Any = None,
    *,
    headers: Mapping[str, str] | None = None,
    client: str = "client-1",
    payment_id: str | None = None,
    query: Mapping[str, list[str]] | None = None,
) -> dict[str, Any]:
    """One request; `body` is sent as JSON unless it is text already."""
    return {
        "resource": resource,
        "path": resource,
        "httpMethod": "GET" if body is None else "POST",
        "headers": dict(headers or {}),
        "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
        "multiValueQueryStringParameters": dict(query) if query else None,
        "stageVariables": {"errorDocumentation": ERRORS},
        "pathParameters": {"id": payment_id} if payment_id else None,
        "requestContext": {
            "requestId": REQUEST_ID,
            "authorizer": {"claims": {"client_id": client}},
            "domainName": "pay.example.com",
            "path": resource.replace("{id}", payment_id or ""),
        },
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def post(body: Any = ORDER, *, key: str = "key-1", **headers: str) -> dict[str, Any]:
    """`POST /v1/payments` as a careful client sends it."""
    usual = {"Content-Type": "application/json", "Idempotency-Key": key}
    return event("/v1/payments", body, headers=usual | headers)


OPERATOR = "arn:aws:sts::111122223333:assumed-role/operators/jane"


def asked(
    resource: str, payment_id: str, body: Any = None, *, operator: str | None = OPERATOR
) -> dict[str, Any]:
    """A request that an AWS identity signed, as the gateway hands it on."""
    headers = {"Content-Type": "application/json"} if body is not None else None
    request = event(resource, body, headers=headers, payment_id=payment_id)
    request["requestContext"] = {
        "requestId": REQUEST_ID,
        "identity": {"userArn": operator, "sourceIp": "127.0.0.1"},
    }
    return request


def shown(answer: HttpResponse) -> dict[str, Any]:
    """The JSON object in an answer."""
    body = json.loads(answer["body"])
    assert isinstance(body, dict)
    return body


def records(*bodies: str) -> dict[str, Any]:
    """An SQS batch; the message ids are `message-0`, `message-1` and so on."""
    return {
        "Records": [
            {"messageId": f"message-{place}", "body": body} for place, body in enumerate(bodies)
        ]
    }
