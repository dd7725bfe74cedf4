"""Writes the merchants' API as OpenAPI 3.1: `python -m docs_gen.openapi > docs/openapi.json`."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from docs_gen.openapi_amounts import amounts
from docs_gen.openapi_nulls import allow_nulls
from runtime.contract.currencies import CURRENCIES
from runtime.contract.problems import Code
from runtime.domain.payment import PAYMENT_ID
from runtime.use_cases.read_payments import ListQuery
from runtime.wire import responses
from runtime.wire.payment_request import PaymentRequest

ROOT: Final = Path(__file__).parents[1]
_REF: Final = "#/components/schemas/"
_JSON, _PROBLEM = "application/json", "application/problem+json"

GATEWAY: Final[Mapping[int, tuple[str, ...]]] = {
    401: (Code.TOKEN_INVALID,),
    403: (Code.SCOPE_MISSING, Code.REQUEST_BLOCKED),
    429: (Code.RATE_LIMITED,),
    500: (Code.INTERNAL,),
    503: (Code.UNAVAILABLE,),
    504: (Code.TIMEOUT,),
}
"""What any call may be answered, by status."""
_MERCHANT: Final = {403: (Code.MERCHANT_UNKNOWN,)}
_ONE: Final = {**_MERCHANT, 404: (Code.RESOURCE_MISSING,)}
_ASKED: Final = {
    **_MERCHANT,
    400: (
        Code.JSON_INVALID,
        Code.KEY_MISSING,
        Code.KEY_INVALID,
        Code.PARAMETER_MISSING,
        Code.PARAMETER_INVALID,
        Code.PARAMETER_UNKNOWN,
        Code.AMOUNT_TOO_SMALL,
        Code.AMOUNT_TOO_LARGE,
        Code.CURRENCY_NOT_SUPPORTED,
        Code.EMAIL_INVALID,
        Code.CARD_DATA,
    ),
    413: (Code.BODY_TOO_LARGE,),
    415: (Code.MEDIA_TYPE,),
    422: (Code.KEY_REUSED,),
}
_LIST: Final = {**_MERCHANT, 400: (Code.PARAMETER_INVALID, Code.PARAMETER_UNKNOWN)}


class Operation(NamedTuple):
    """One call."""

    method: str
    path: str
    name: str
    summary: str
    scope: str | None
    status: int
    answer: type[BaseModel]
    problems: Mapping[int, Sequence[str]]
    """Status → the function's own codes; the gateway's come on top."""


OPERATIONS: Final = (
    Operation(
        "POST",
        "/v1/payments",
        "createPayment",
        "Ask for a payment. The same key and body again is the same payment.",
        "write",
        202,
        responses.Payment,
        _ASKED,
    ),
    Operation(
        "GET",
        "/v1/payments",
        "listPayments",
        "A page of payments, newest first; it may lag by a second.",
        "read",
        200,
        responses.PaymentList,
        _LIST,
    ),
    Operation(
        "GET",
        "/v1/payments/{id}",
        "getPayment",
        "One payment as it stands.",
        "read",
        200,
        responses.Payment,
        _ONE,
    ),
    Operation(
        "GET",
        "/v1/payments/{id}/entries",
        "listEntries",
        "Every step that the ledger holds, oldest first.",
        "read",
        200,
        responses.EntryList,
        _ONE,
    ),
    Operation(
        "POST",
        "/v1/payments/{id}/cancel",
        "cancelPayment",
        "Take a payment back, while nobody has claimed it.",
        "write",
        200,
        responses.Payment,
        {**_ONE, 409: (Code.NOT_CANCELABLE,)},
    ),
    Operation(
        "GET",
        "/v1/health",
        "getHealth",
        "Whether the ledger answers.",
        None,
        200,
        responses.Health,
        {},
    ),
)


def document() -> dict[str, Any]:
    """The whole OpenAPI document; operators' routes and the provider's are not a merchant's."""
    shown = dict.fromkeys(each.answer for each in OPERATIONS)
    wanted: tuple[type[BaseModel], ...] = (PaymentRequest, *shown, responses.Problem)
    _, schemas = models_json_schema(
        [(model, "validation") for model in wanted], ref_template=f"{_REF}{{model}}"
    )
    request = schemas["$defs"]["PaymentRequest"]["properties"]
    request["currency"]["enum"] = sorted(CURRENCIES)
    schemas["$defs"]["PaymentRequest"]["allOf"] = list(amounts())
    for name in ("PaymentRequest", "Customer"):
        allow_nulls(schemas["$defs"][name])
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tillstack",
            "version": "v1",
            "description": "Payments for a merchant's backend. Amounts are minor units, times Unix "
            "seconds. After a 5xx or no answer, repeat the request with the same key.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [
            {
                "url": "{gateway}",
                "description": "The stack's output `gateway_url`.",
                "variables": {"gateway": {"default": "https://payments.example.com"}},
            }
        ],
        "paths": paths,
        "components": {"schemas": schemas["$defs"], "securitySchemes": {"merchant": _oauth()}},
    }


def _operation(each: Operation) -> dict[str, Any]:
    takes_body = each.name == "createPayment"
    gateway = GATEWAY if each.scope else {key: GATEWAY[key] for key in (429, 500, 503, 504)}
    problems = {
        status: (*gateway.get(status, ()), *each.problems.get(status, ()))
        for status in sorted({*gateway, *each.problems})
    }
    return {
        "operationId": each.name,
        "summary": each.summary,
        **({"parameters": found} if (found := list(_parameters(each))) else {}),
        **({"requestBody": _body(PaymentRequest)} if takes_body else {}),
        "responses": {
            str(each.status): _response(each.summary, each.answer, _JSON),
            **{
                str(status): _response(" or ".join(codes), responses.Problem, _PROBLEM)
                for status, codes in problems.items()
            },
        },
        "security": [{"merchant": [f"payments/{each.scope}"]}] if each.scope else [],
    }


def _parameters(each: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if "{id}" in each.path:
        schema = {"type": "string", "pattern": f"^{PAYMENT_ID.pattern}$"}
        found.append({"name": "id", "in": "path", "required": True, "schema": schema})
    if each.name == "createPayment":
        key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "Names the payment for ever; no other body may use it.",
                "schema": key,
            }
        )
    if each.name == "listPayments":
        schemas = ListQuery.model_json_schema(ref_template=f"{_REF}{{model}}")["properties"]
        found += [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in schemas.items()
        ]
    return found


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"required": True, "content": {_JSON: {"schema": _ref(model)}}}


def _response(description: str, model: type[BaseModel], media: str) -> dict[str, Any]:
    return {"description": description, "content": {media: {"schema": _ref(model)}}}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"{_REF}{model.__name__}"}


def _oauth() -> dict[str, Any]:
    scopes = {"payments/read": "Read payments", "payments/write": "Make and cancel payments"}
    flow = {"tokenUrl": "https://auth.example.com/oauth2/token", "scopes": scopes}
    return {
        "type": "oauth2",
        "description": "The token's address is the stack's output `token_url`.",
        "flows": {"clientCredentials": flow},
    }


def text() -> str:
    """The file `docs/openapi.json`."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
