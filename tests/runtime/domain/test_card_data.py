"""Card data is found however it is dressed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.domain.card_data import (
    holds_card_data,
    holds_card_number,
    names_security_code,
    passes_luhn,
)

CARD = "4242424242424242"


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        "378282246310005",
        "4222222222222",
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "4242\N{EN DASH}4242\N{NO-BREAK SPACE}4242\N{ZERO WIDTH SPACE}4242",
        "4242  4242\t4242\n4242",
        "4242.4242.4242.4242",
        "my card is 4242 4242 4242 4242 12/27 123",
        "1 4242 4242 4242 4242",
        "".join(chr(0xFF10 + int(digit)) for digit in CARD),
        "".join(chr(0x0660 + int(digit)) for digit in CARD),
    ],
)
def test_a_card_number_is_found(text: str) -> None:
    """Spaces, dashes, words around it and digits of other scripts hide nothing."""
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "order-1001",
        "4242424242424241",
        "424242424242",
        "4242424242424242" * 2,
        "2026-11-22T10:00:00Z",
        "+49 30 1234567",
        "de89a716-4466-4554-a000-424242424242",
    ],
)
def test_other_numbers_pass(text: str) -> None:
    """A wrong checksum, too few or too many digits, dates and UUIDs are no cards."""
    assert not holds_card_number(text)


@pytest.mark.parametrize(
    "document",
    [
        CARD,
        int(CARD),
        {"a": [{"b": CARD}]},
        {CARD: 1},
        {"cvc": "123"},
        {"payment": {"card-CVV2": 1}},
        {"securityCode": None},
    ],
)
def test_a_document_is_searched_everywhere(document: Any) -> None:
    """Values, numbers, names and every depth are looked at."""
    assert holds_card_data(document)


@pytest.mark.parametrize("document", [None, {}, [], True, 2500, {"description": "the cvc"}])
def test_a_document_without_card_data_passes(document: Any) -> None:
    """Plain values pass, and a word about a code is not a code."""
    assert not holds_card_data(document)


def test_depth_is_no_obstacle() -> None:
    """A document deeper than the interpreter's stack is searched to the bottom."""
    document: Any = CARD
    for _ in range(5000):
        document = [document]
    assert holds_card_data(document)


@pytest.mark.parametrize("name", ["cvc", "CVV", "cvv2", "card_cvc", "csc", "security-code"])
def test_a_security_code_is_known_by_its_name(name: str) -> None:
    """Case and punctuation do not matter."""
    assert names_security_code(name)


@pytest.mark.parametrize("name", ["currency", "code", "discvc", "city"])
def test_an_innocent_name_passes(name: str) -> None:
    """Only names that mean a card's code are refused."""
    assert not names_security_code(name)


@given(st.text("0123456789", min_size=12, max_size=18))
def test_exactly_one_check_digit_makes_a_number_a_card(digits: str) -> None:
    """Of the ten numbers that differ in the last digit, one passes and is found."""
    passing = [digits + last for last in "0123456789" if passes_luhn(digits + last)]
    assert len(passing) == 1
    assert holds_card_number(f"x{passing[0]}x")
