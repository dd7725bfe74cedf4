"""Nulls in the API's document."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from docs_gen.openapi import document
from docs_gen.openapi_nulls import allow_nulls

GOOD: dict[str, Any] = {
    "amount": 2500,
    "currency": "eur",
    "payment_method": "pm_one",
    "customer": {"email": "jane@example.com"},
}


def valid(request: dict[str, Any]) -> bool:
    """Whether the document takes the request."""
    model = {"$ref": "#/components/schemas/PaymentRequest", "components": document()["components"]}
    return Draft202012Validator(model).is_valid(request)


@pytest.mark.parametrize(
    "changes",
    [
        {"description": None, "reference": None, "statement_descriptor_suffix": None},
        {"metadata": None},
        {"metadata": {"a": None, "b": "c"}},
        {"customer": {"email": "jane@example.com", "name": None, "locale": None}},
    ],
)
def test_what_may_be_left_out_may_be_null(changes: dict[str, Any]) -> None:
    """As the code takes it."""
    assert valid({**GOOD, **changes})


@pytest.mark.parametrize("name", GOOD)
def test_what_is_required_is_not_null(name: str) -> None:
    """A null is a missing field."""
    assert not valid({**GOOD, name: None})


def test_a_schema_that_allows_null_is_left_as_it_is() -> None:
    """Doing it twice changes nothing."""
    schema: dict[str, Any] = {
        "properties": {"a": {"type": "string", "default": "x"}, "b": {"type": "integer"}},
        "required": ["b"],
    }
    allow_nulls(schema)
    once = {"default": "x", "anyOf": [{"type": "string"}, {"type": "null"}]}
    assert schema["properties"] == {"a": once, "b": {"type": "integer"}}
    allow_nulls(schema)
    assert schema["properties"]["a"] == once
