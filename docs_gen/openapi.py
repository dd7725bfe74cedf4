"""Writes the API as OpenAPI 3.1: `python -m docs_gen.openapi > docs/openapi.json`."""

import json
import sys
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from components.parts.routes import SCOPES, Route
from docs_gen.openapi_amounts import amounts
from docs_gen.openapi_nulls import allow_nulls
from docs_gen.openapi_operations import Described, operations, parameters, problems
from runtime.adapters.http_signatures import TAG
from runtime.contract.currencies import CURRENCIES
from runtime.contract.response_headers import (
    RATE_LIMIT,
    RATE_LIMIT_POLICY,
    REQUEST_ID,
    RETRY_AFTER,
)
from runtime.wire import shown
from runtime.wire.documents import LONGEST_SEALED

ROOT: Final = Path(__file__).parents[1]
_REF: Final = "#/components/schemas/"
_JSON, _PROBLEM = "application/json", "application/problem+json"

_JOSE: Final = "application/jose"
_COMPACT: Final = {
    "type": "string",
    "maxLength": LONGEST_SEALED,
    "pattern": r"^[\w-]+(\.[\w-]+){4}$",
    "description": "The same JSON as a compact JWE (RFC 7516) of RSA-OAEP-256 and A256GCM for a "
    "key of GET /v1/keys, with `alg`, `enc` and `kid` in its header and nothing else.",
}

_LIMITED: Final = {
    RATE_LIMIT: {
        "description": "Where the merchant's own limit is reached: calls left, seconds to wait.",
        "schema": {"type": "string", "examples": ['"merchant";r=0;t=1']},
    },
    RATE_LIMIT_POLICY: {
        "description": "Likewise: calls at once, and in how many seconds as many come back.",
        "schema": {"type": "string", "examples": ['"merchant";q=25;w=1']},
    },
}


def document() -> dict[str, Any]:
    """The whole OpenAPI document: every route that is deployed."""
    paths: dict[str, dict[str, Any]] = {}
    for route, described in operations():
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, described)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tillstack",
            "version": "v1",
            "description": "Payments for a merchant's backend. Amounts are minor units, times Unix "
            "seconds. After a 5xx or no answer, repeat the request with the same key. What looks "
            "like card data is refused: docs/card-data.md says what, and which identifiers pass.",
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
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "merchant": _oauth(),
                "message_signature": _message_signature(),
                "operator": _signature(),
            },
        },
    }


def _schemas() -> dict[str, Any]:
    answers = dict.fromkeys(described.answer for _, described in operations())
    bodies = dict.fromkeys(each.body for _, each in operations() if each.body)
    wanted: tuple[type[BaseModel], ...] = (*bodies, *answers, shown.Problem)
    _, made = models_json_schema(
        [(model, "validation") for model in wanted], ref_template=f"{_REF}{{model}}"
    )
    schemas: dict[str, Any] = made["$defs"]
    request = schemas["PaymentRequest"]
    request["properties"]["currency"] |= {
        "enum": sorted(CURRENCIES),
        "description": "One of those that the stack's setting `currencies` names.",
    }
    request["allOf"] = list(amounts())
    for name in ("PaymentRequest", "Customer"):
        allow_nulls(schemas[name])
    return schemas


def _operation(route: Route, described: Described) -> dict[str, Any]:
    found = [*parameters(route), *_query(described.query)]
    return {
        "operationId": described.name,
        "summary": described.summary,
        **({"parameters": found} if found else {}),
        **(
            {"requestBody": _body(described.body, jose=route.takes_jose)}
            if route.takes_json
            else {}
        ),
        "responses": {
            str(described.status): _response(
                described.summary, _JSON, _ref(described.answer), described.status
            ),
            **{
                str(status): _response(words, _JSON, _ref(described.answer), status)
                for status, words in described.also.items()
            },
            **{
                str(status): _response(" or ".join(codes), _PROBLEM, _one_of(codes, status), status)
                for status, codes in problems(route, described).items()
            },
        },
        "security": _security(route),
    }


def _query(model: type[BaseModel] | None) -> list[dict[str, Any]]:
    if model is None:
        return []
    schemas = model.model_json_schema(ref_template=f"{_REF}{{model}}")["properties"]
    return [
        {"name": name, "in": "query", "required": False, "schema": _present(schema)}
        for name, schema in schemas.items()
    ]


def _present(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or not; a query string has no null."""
    if "anyOf" not in schema:
        return schema
    (only,) = (each for each in schema["anyOf"] if each != {"type": "null"})
    return dict(only)


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.operators:
        return [{"operator": []}]
    token = {"merchant": [f"payments/{route.scope}"]}
    return [token, {**token, "message_signature": []}] if route.scope else []


def _body(model: type[BaseModel] | None, *, jose: bool) -> dict[str, Any]:
    schema = _ref(model) if model else {"type": "object"}
    sealed = {_JOSE: {"schema": _COMPACT}} if jose else {}
    return {"required": True, "content": {_JSON: {"schema": schema}, **sealed}}


def _response(
    description: str, media: str, schema: Mapping[str, Any], status: int
) -> dict[str, Any]:
    seconds = {"type": "integer", "minimum": 1}
    headers = {
        REQUEST_ID: {"required": True, "schema": {"type": "string"}},
        **({"Retry-After": {"required": True, "schema": seconds}} if status in RETRY_AFTER else {}),
        **(_LIMITED if status == HTTPStatus.TOO_MANY_REQUESTS else {}),
    }
    return {"description": description, "headers": headers, "content": {media: {"schema": schema}}}


def _one_of(codes: Sequence[str], status: int) -> dict[str, Any]:
    """A problem with one of these codes."""
    said = {"code": {"enum": list(codes)}, "status": {"const": status}}
    return {"allOf": [_ref(shown.Problem), {"properties": said}]}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"{_REF}{model.__name__}"}


def _oauth() -> dict[str, Any]:
    scopes = {f"payments/{name}": what for name, what in SCOPES.items()}
    flow = {"tokenUrl": "https://auth.example.com/oauth2/token", "scopes": scopes}
    return {
        "type": "oauth2",
        "description": "The token's address is the stack's output `token_url`.",
        "flows": {"clientCredentials": flow},
    }


def _message_signature() -> dict[str, Any]:
    return {
        "type": "apiKey",
        "name": "Signature",
        "in": "header",
        "description": "Beside the token, of a client that signs its requests: an HTTP Message "
        f'Signature (RFC 9421) by Ed25519 with the tag "{TAG}", described by Signature-Input. It '
        "covers @method, @authority, @path, authorization, each parameter of the query, and of a "
        "body Content-Type, Content-Digest (RFC 9530) and Idempotency-Key: docs/signing.md.",
    }


def _signature() -> dict[str, Any]:
    return {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "description": "AWS Signature Version 4 of an identity that may call `execute-api`.",
        "x-amazon-apigateway-authtype": "awsSigv4",
    }


def text() -> str:
    """The file `docs/openapi.json`."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
