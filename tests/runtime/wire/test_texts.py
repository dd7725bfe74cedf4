"""Texts and nulls that somebody sends."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Secret, ValidationError

from runtime.contract.currencies import CURRENCIES
from runtime.domain.errors import InvalidRequestError
from runtime.use_cases.read_payments import ListQuery
from runtime.wire.payment_request import read_request
from runtime.wire.texts import seen, without_nulls

GOOD: dict[str, Any] = {
    "amount": 2500,
    "currency": "eur",
    "payment_method": "pm_card_visa",
    "customer": {"email": "jane@example.com"},
}
OPTIONAL = ("description", "statement_descriptor_suffix", "reference", "metadata")


def refusal(**changes: Any) -> tuple[str, str | None, str]:
    """Code, field and words of what is wrong."""
    with pytest.raises(InvalidRequestError) as caught:
        read_request({**GOOD, **changes}, CURRENCIES)
    return caught.value.code, caught.value.param, caught.value.detail


def test_null_means_absent_everywhere() -> None:
    """In every optional field and inside metadata; a required one is missing then."""
    nulls = {
        **GOOD,
        **dict.fromkeys(OPTIONAL),
        "customer": {"email": "jane@example.com", "name": None, "locale": None},
    }
    assert read_request(nulls, CURRENCIES) == read_request(GOOD, CURRENCIES)
    held = read_request({**GOOD, "metadata": {"a": "b", "c": None}}, CURRENCIES)
    assert held.metadata == {"a": "b"}
    for name in GOOD:
        assert refusal(**{name: None})[:2] == ("parameter_missing", name)


@pytest.mark.parametrize(
    "unseen",
    [
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\U000e0041",
        "\ue000",
        "\u0378",
    ],
)
@pytest.mark.parametrize("field", ["description", "reference", "name"])
def test_what_nobody_sees_is_not_kept(field: str, unseen: str) -> None:
    """Marks of direction, joiners, tags, private and unassigned characters (Cf, Co, Cn)."""
    texts = {field: f" in{unseen}voice "}
    changes = {"customer": {**GOOD["customer"], **texts}} if field == "name" else texts
    request = read_request({**GOOD, **changes}, CURRENCIES)
    found = getattr(request.customer if field == "name" else request, field)
    assert found == (Secret("invoice") if field == "name" else "invoice")
    empty = {field: f" {unseen}\u3000"}
    code, param, _ = refusal(
        **({"customer": {**GOOD["customer"], **empty}} if field == "name" else empty)
    )
    assert (code, param) == ("parameter_invalid", f"customer.{field}" if field == "name" else field)


def test_a_reference_is_found_as_it_was_kept() -> None:
    """Who asks with the same invisible characters means the same payment."""
    assert ListQuery(reference=" A\u200b1 ").reference == "A1"


@pytest.mark.parametrize("name", ["Win at https://x.example", "see WWW.x.example", "a://b"])
def test_a_payer_s_name_holds_no_link(name: str) -> None:
    """A mail from a signed address sends no stranger's link."""
    customer = {**GOOD["customer"], "name": name}
    assert refusal(customer=customer)[:2] == ("parameter_invalid", "customer.name")


def test_an_international_address_comes_as_punycode() -> None:
    """The error says so, and the address in that form passes."""
    _, param, detail = refusal(customer={"email": "jane@b\xfccher.example"})
    assert (param, "punycode" in detail) == ("customer.email", True)
    found = read_request({**GOOD, "customer": {"email": "jane@xn--bcher-kva.example"}}, CURRENCIES)
    assert found.customer.email.get_secret_value() == "jane@xn--bcher-kva.example"


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_field_is_null_afterwards(document: Any) -> None:
    """And doing it again changes nothing."""
    once = without_nulls(document)
    assert without_nulls(once) == once
    waiting = [once]
    while waiting:
        value = waiting.pop()
        inner = list(value.values()) if isinstance(value, dict) else []
        assert None not in inner
        waiting += inner + (value if isinstance(value, list) else [])


@given(st.text())
def test_a_text_is_seen_once(text: str) -> None:
    """What is seen of what is seen is the same."""
    assert seen(seen(text)) == seen(text)


@pytest.mark.parametrize(
    ("field", "longest"), [("description", 500), ("reference", 64), ("name", 100)]
)
def test_what_is_sent_is_no_longer_than_documented(field: str, longest: int) -> None:
    """Whatever of it would be taken off: the document's bound is of the text as it is sent."""

    def asked(sent: str) -> dict[str, Any]:
        return {"customer": {**GOOD["customer"], field: sent}} if field == "name" else {field: sent}

    fits = "a" + " " * (longest - 1)
    assert read_request({**GOOD, **asked(fits)}, CURRENCIES)
    for more in (fits + " ", "a" + "\u200b" * longest):
        code, _, detail = refusal(**asked(more))
        assert (code, detail) == (
            "parameter_invalid",
            f"String should have at most {longest} characters",
        )


def test_a_reference_is_asked_for_within_its_bound() -> None:
    """As it may be sent."""
    with pytest.raises(ValidationError):
        ListQuery(reference="a" + "\u200b" * 64)
