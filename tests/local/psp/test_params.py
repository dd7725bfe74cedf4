"""What the local provider refuses about parameters: Stripe's refusals."""

import pytest

from local.psp import params
from local.psp.errors import ApiError
from local.psp.provider import PaymentProvider
from runtime.contract.currencies import CURRENCIES

GOOD = "amount=2500&currency=eur&payment_method=pm_card_visa&allowed_payment_method_types[0]=card"


def refusal(encoded: str) -> tuple[int, str | None, str | None]:
    """Status, code and param of the refusal of a create call."""
    with pytest.raises(ApiError) as caught:
        PaymentProvider().create(params.parse(encoded, params.CREATE))
    assert caught.value.error["type"] == "invalid_request_error"
    assert not caught.value.stored
    return caught.value.status, caught.value.error.get("code"), caught.value.error.get("param")


@pytest.mark.parametrize(
    ("encoded", "code", "param"),
    [
        (f"{GOOD}&colour=red", "parameter_unknown", "colour"),
        (
            f"{GOOD}&payment_method_types[0]=card",
            "payment_method_types_no_longer_supported",
            "payment_method_types",
        ),
        ("currency=eur", "parameter_missing", "amount"),
        ("amount=2500", "parameter_missing", "currency"),
        ("amount=25.00&currency=eur", "parameter_invalid_integer", "amount"),
        ("amount=-1&currency=eur", "parameter_invalid_integer", "amount"),
        ("amount=49&currency=eur", "amount_too_small", "amount"),
        ("amount=100000000&currency=eur", "amount_too_large", "amount"),
        ("amount=2500&currency=EURO", None, "currency"),
        ("amount=5124&currency=kwd", None, "amount"),
        ("amount=9950&currency=isk", None, "amount"),
        ("amount=2500&currency=eur&payment_method=pm_x", "resource_missing", "payment_method"),
        (f"{GOOD}&statement_descriptor_suffix={'x' * 23}", None, "statement_descriptor_suffix"),
        (f"{GOOD}&statement_descriptor_suffix=123", None, "statement_descriptor_suffix"),
        (f"{GOOD}&statement_descriptor_suffix=a*b", None, "statement_descriptor_suffix"),
        (f"{GOOD}&capture_method=manual", None, "capture_method"),
        (f"{GOOD}&automatic_payment_methods[enabled]=true", None, None),
        (f"{GOOD}&allowed_payment_method_types[1]=ideal", None, "allowed_payment_method_types"),
    ],
)
def test_refused_parameters(encoded: str, code: str | None, param: str | None) -> None:
    """Each wrong parameter is a 400 with Stripe's code and the parameter's name."""
    assert refusal(encoded) == (400, code, param)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_each_currency_that_a_stack_may_accept_is_taken(currency: str) -> None:
    """What works with the PSP works on one machine."""
    least = CURRENCIES[currency].minimum
    encoded = f"amount={least}&currency={currency}"
    assert params.money(params.parse(encoded, params.CREATE)) == (least, currency)


def test_forms_are_decoded() -> None:
    """Scalars, maps and both spellings of lists come out as they were meant."""
    form = params.parse("limit=3&created[gte]=7&expand[]=a&expand[1]=b", params.LIST)
    assert form.values["limit"] == "3"
    assert form.nested("created") == {"gte": "7"}
    assert form.lists == {"expand": ["a", "b"]}


@pytest.mark.parametrize("value", ["yes", "1", "True"])
def test_booleans_are_true_or_false(value: str) -> None:
    """Nothing but `true` and `false` is a flag."""
    form = params.parse(f"off_session={value}", params.CONFIRM)
    with pytest.raises(ApiError):
        params.boolean(form, "off_session")
