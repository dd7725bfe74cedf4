"""`docs/openapi.json` is the API that is deployed."""

import json
from typing import Any

from openapi_spec_validator import validate

from components.parts.routes import ROUTES
from docs_gen.openapi import GATEWAY, OPERATIONS, ROOT, document, text
from runtime.contract.problems import PROBLEMS, Code

NOT_A_MERCHANTS = {
    Code.SIGNATURE_INVALID,
    Code.OPERATOR_UNKNOWN,
    Code.NOT_IN_REVIEW,
    Code.NOT_RESENDABLE,
    Code.CONTRADICTED,
    Code.PROVIDER_SILENT,
}
"""What only the provider's events and the operators' routes can answer."""


def test_the_file_is_what_the_code_says_today() -> None:
    """`docs/openapi.json` is generated; run `make docs` after a change of the API."""
    assert (ROOT / "docs" / "openapi.json").read_text() == text()


def test_it_is_openapi() -> None:
    """It holds against OpenAPI 3.1's own schema, references included."""
    validate(json.loads(text()))


def test_it_has_the_merchants_routes_and_their_scopes() -> None:
    """Every route but the operators' and the provider's, with method, path and scope."""
    deployed = {
        (each.method, each.path, each.scope)
        for each in ROUTES
        if not each.operators and each.path != "/v1/webhooks/psp"
    }
    assert {(each.method, each.path, each.scope) for each in OPERATIONS} == deployed


def test_every_code_stands_at_its_status() -> None:
    """All codes of the functions and of the gateway, each where it is really answered."""
    said = {
        (code, status)
        for each in OPERATIONS
        for status, codes in [*each.problems.items(), *GATEWAY.items()]
        for code in codes
    }
    answered = {(str(code), kind.status) for code, kind in PROBLEMS.items()}
    answered |= {("internal_error", 503)}
    missing = {(code, status) for code, status in answered - said if code not in NOT_A_MERCHANTS}
    assert (missing, said - answered) == (set(), set())


def test_a_request_is_as_strict_as_the_code() -> None:
    """Fields, what is required, and that nothing else may come."""
    schema: dict[str, Any] = document()["components"]["schemas"]["PaymentRequest"]
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"amount", "currency", "payment_method", "customer"}
    assert schema["properties"]["amount"]["maximum"] == 99_999_999
    assert "eur" in schema["properties"]["currency"]["enum"]
