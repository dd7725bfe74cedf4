"""The request model: what passes, and our code for what does not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.contract.currencies import CURRENCIES, LARGEST_AMOUNT
from runtime.domain.errors import InvalidRequestError
from runtime.wire.documents import InvalidFieldsError
from runtime.wire.payment_request import PaymentRequest, read_request

GOOD: dict[str, Any] = {
    "amount": 2500,
    "currency": "eur",
    "payment_method": "pm_card_visa",
    "customer": {"email": "jane@example.com"},
}


def faults(**changes: Any) -> list[tuple[str, str | None]]:
    """Code and field of everything wrong with a request that differs from a good one."""
    with pytest.raises(InvalidFieldsError) as caught:
        read_request(GOOD | changes, CURRENCIES)
    assert (caught.value.code, caught.value.param) == caught.value.faults[0][::2]
    return [(fault.code, fault.param) for fault in caught.value.faults]


def test_the_smallest_request_is_filled_with_defaults() -> None:
    """Everything optional is absent, and the locale is English."""
    request = read_request(GOOD, CURRENCIES)
    assert (request.amount, request.currency) == (2500, "eur")
    assert (request.customer.locale, request.customer.name) == ("en", None)
    assert (request.metadata, request.reference) == ({}, None)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_each_currency_has_its_own_minimum(currency: str) -> None:
    """The smallest charge passes; one minor unit less does not."""
    least = CURRENCIES[currency].minimum
    read_request(GOOD | {"currency": currency, "amount": least}, CURRENCIES)
    assert faults(currency=currency, amount=least - 1) == [("amount_too_small", "amount")]


def test_the_largest_amount_is_the_limit() -> None:
    """Eight digits pass, and nothing above."""
    assert read_request(GOOD | {"amount": LARGEST_AMOUNT}, CURRENCIES).amount == LARGEST_AMOUNT
    assert faults(amount=LARGEST_AMOUNT + 1) == [("amount_too_large", "amount")]


@pytest.mark.fault("F13")
@pytest.mark.parametrize("amount", [25.0, -0.0, 1e3, True, "2500", [2500]])
def test_an_amount_is_an_integer_and_nothing_like_one(amount: Any) -> None:
    """Floats, booleans and text are not converted."""
    assert faults(amount=amount) == [("parameter_invalid", "amount")]


@pytest.mark.parametrize("amount", [0, -1, -(10**30)])
def test_an_amount_is_positive(amount: int) -> None:
    """Nothing and less than nothing is too small, however large."""
    assert faults(amount=amount) == [("amount_too_small", "amount")]


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("kwd", 5124), ("bhd", 1001), ("jod", 999), ("isk", 9_950), ("ugx", 250_001)],
)
def test_an_amount_is_what_the_psp_can_charge(currency: str, amount: int) -> None:
    """Three decimals end with 0; whole currencies come in hundreds (Stripe, "Special cases")."""
    step = CURRENCIES[currency].step
    assert faults(currency=currency, amount=amount) == [("parameter_invalid", "amount")]
    read_request(GOOD | {"currency": currency, "amount": amount + -amount % step}, CURRENCIES)


@pytest.mark.parametrize("currency", ["huf", "twd"])
def test_forints_and_dollars_of_taiwan_have_decimals(currency: str) -> None:
    """Only their payouts are whole."""
    read_request(GOOD | {"currency": currency, "amount": 20_050}, CURRENCIES)


@pytest.mark.parametrize("currency", ["EUR", "xxx", "", "eu"])
def test_a_currency_must_be_known(currency: str) -> None:
    """Lower-case ISO 4217 codes of our table only."""
    assert faults(currency=currency) == [("currency_not_supported", "currency")]


def test_a_stack_accepts_its_own_currencies_only() -> None:
    """What we know but this stack does not take is refused."""
    with pytest.raises(InvalidFieldsError) as caught:
        read_request(GOOD, {"usd"})
    assert caught.value.code == "currency_not_supported"


@pytest.mark.parametrize(
    "email",
    [
        "jane.doe+shop@mail.example.com",
        "o'hara@example.co.uk",
        "a@xn--bcher-kva.example",
    ],
)
def test_an_ordinary_address_passes(email: str) -> None:
    """Dots, tags, quotes and encoded domains are ordinary."""
    request = read_request(GOOD | {"customer": {"email": email}}, CURRENCIES)
    assert request.customer.email.get_secret_value() == email


@pytest.mark.parametrize(
    "email",
    [
        "",
        "jane",
        "jane@",
        "@example.com",
        "jane@example",
        "jane@example..com",
        "jane..doe@example.com",
        ".jane@example.com",
        "jane@-example.com",
        "jane doe@example.com",
        "jane@example.com\nBcc: all@example.com",
        "jane@example.com,joe@example.com",
        "Jane <jane@example.com>",
        "jané@example.com",
        "j" * 65 + "@example.com",
        "jane@" + "a." * 130 + "com",
    ],
)
def test_anything_but_one_plain_address_is_refused(email: str) -> None:
    """One recipient, ASCII, within the limits of RFC 5321."""
    assert faults(customer={"email": email}) == [("email_invalid", "customer.email")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", "x" * 501),
        ("description", "two\r\nlines"),
        ("description", "\x00"),
        ("description", "\ud800"),
        ("description", 7),
        ("reference", ""),
        ("reference", "x" * 65),
        ("statement_descriptor_suffix", "x" * 23),
        ("statement_descriptor_suffix", "123"),
        ("statement_descriptor_suffix", "A<B"),
        ("payment_method", "tok_visa"),
        ("payment_method", "pm_x/../y"),
        ("customer", "jane@example.com"),
        ("metadata", {str(number): "" for number in range(21)}),
        ("metadata", {"k" * 41: ""}),
        ("metadata", {"": ""}),
    ],
)
def test_a_field_outside_of_its_rule_is_invalid(field: str, value: Any) -> None:
    """Length, form and type of each field, under the field's name."""
    assert faults(**{field: value}) == [("parameter_invalid", field)]


@pytest.mark.parametrize("value", [7, "x" * 501, "two\nlines", ["x"]])
def test_metadata_holds_text_only(value: Any) -> None:
    """The key is named, so that the caller finds it among twenty."""
    assert faults(metadata={"order": value}) == [("parameter_invalid", "metadata.order")]


@pytest.mark.parametrize("locale", ["", "e", "en_US", "en-", "x" * 36, "en-US\n"])
def test_a_locale_has_the_form_of_bcp_47(locale: str) -> None:
    """Letters, then parts of letters and digits, joined by hyphens."""
    customer = {"email": "jane@example.com", "locale": locale}
    assert faults(customer=customer) == [("parameter_invalid", "customer.locale")]


def test_a_name_that_may_be_data_is_not_repeated() -> None:
    """A field's name is told only if it looks like a name; else the object around it is."""
    assert faults(metadata={"jane@example.com": 1}) == [("parameter_invalid", "metadata")]
    assert faults(**{"jane@example.com": 1}) == [("parameter_unknown", None)]


@pytest.mark.parametrize("document", [None, [], "text", 1, True])
def test_a_request_is_an_object(document: Any) -> None:
    """Any other JSON is not a request."""
    with pytest.raises(InvalidRequestError) as caught:
        read_request(document, CURRENCIES)
    assert caught.value.code == "json_invalid"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.sampled_from(sorted(PaymentRequest.model_fields)),
)
def test_no_value_breaks_the_model_and_none_is_repeated(value: Any, field: str) -> None:
    """Any JSON in any field is a request or a list of faults without the value."""
    marked = {"marker-7f3a": value, "x": "marker-7f3a"}
    for document in (GOOD | {field: value}, GOOD | {field: marked}):
        try:
            read_request(document, CURRENCIES)
        except InvalidFieldsError as error:
            details = str([fault.detail for fault in error.faults]) + str(error)
            if "marker-7f3a" in details:
                pytest.fail("A value was repeated.")
