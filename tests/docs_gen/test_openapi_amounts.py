"""Amounts in the API's document."""

import pytest
from jsonschema import Draft202012Validator

from docs_gen.openapi import document
from runtime.contract.currencies import CURRENCIES, Currency


@pytest.mark.parametrize(("code", "currency"), CURRENCIES.items())
def test_an_amount_is_as_its_currency_wants_it(code: str, currency: Currency) -> None:
    """Smallest charge and step, by currency."""
    schemas = document()["components"]
    model = {"$ref": "#/components/schemas/PaymentRequest", "components": schemas}
    request = {
        "currency": code,
        "payment_method": "pm_one",
        "customer": {"email": "jane@example.com"},
    }
    judge = Draft202012Validator(model)
    assert judge.is_valid({**request, "amount": currency.minimum})
    assert not judge.is_valid({**request, "amount": currency.minimum - currency.step})
    assert judge.is_valid({**request, "amount": currency.minimum + 1}) is (currency.step == 1)
