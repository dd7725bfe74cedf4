"""Which model a body is held against."""

import pytest

from local.emulator.mends.request_models import models

JSON, ANY = {"application/json": "Payment"}, {"$default": "Anything"}


@pytest.mark.parametrize(
    ("known", "kind", "found"),
    [
        (JSON, "application/json", {"application/json": "Payment"}),
        (JSON, "application/json; charset=utf-8", {"application/json": "Payment"}),
        (JSON, "Application/JSON", {"Application/JSON": "Payment"}),
        (JSON, "", {"application/json": "Payment"}),
        (JSON, "application/jose", {}),
        (JSON, "text/plain", {}),
        (ANY, "application/jose", {"application/jose": "Anything"}),
        (JSON | ANY, "application/json", {"application/json": "Payment"}),
        ({}, "application/json", {}),
    ],
)
def test_a_body_is_held_against_the_model_of_its_own_type(
    known: dict[str, str], kind: str, found: dict[str, str]
) -> None:
    """Or against that of any type; against another type's never."""
    assert models(known, kind) == found
