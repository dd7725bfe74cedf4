"""What is known by its form."""

import pytest

from bench.card_forms import KNOWN, OTHERS, drawn
from runtime.domain.card_data import find_card_data
from runtime.domain.known_forms import is_known_form, without_everyday_numbers


@pytest.mark.parametrize("form", KNOWN)
@pytest.mark.parametrize("field", ["reference", "Idempotency-Key", "metadata"])
def test_no_identifier_of_a_known_form_is_refused(form: str, field: str) -> None:
    """As the whole value, whatever its digits are."""
    wrong = [
        text
        for text in drawn(KNOWN[form], f"{form} {field}", 700)
        if find_card_data({"order": text} if field == "metadata" else [text], field)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "6f1c2d3e-4466-4554-a000-424242424242",
        "order-6F1C2D3E-4466-4554-A000-424242424242",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "d41d8cd98f00b204e9800998ecf8427e",
        "INV20261128153153000000000",
        "202611281234",
        "979200000000000003",
        "1732780000000000000",
    ],
)
def test_a_known_form_is_known(text: str) -> None:
    """Behind a short prefix too."""
    assert is_known_form(text)


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424242",
        "card-4242424242424242",
        "42424242-4242-4242-4242-424242424242",
        "42424242424242424242424242424242",
        "4242424242424242ABCDEFGHJK",
        "202611284242424242424242",
        "20261332424242424242",
        "d41d8cd98f00b204e9800998ecf8427e 4242424242424242",
        "averyveryverylongprefix-20261128",
        "1732780000000",
        "2221000000000009123",
    ],
)
def test_what_may_hold_a_card_is_none(text: str) -> None:
    """Digits alone, a day that is none, more behind it than a day's number has."""
    assert not is_known_form(text)


def test_in_free_text_recognition_wins() -> None:
    """A form that passes as a reference is no shield in a description."""
    text = "20261128424242424242"
    hidden = "d41d8cd98f00b20f4242424242424242"
    assert is_known_form(text)
    assert find_card_data({"reference": hidden}) is None
    assert find_card_data({"description": hidden})


@pytest.mark.parametrize("form", ["list of prices", "days and times"])
def test_days_times_and_prices_are_no_card_together(form: str) -> None:
    """However many stand side by side, in free text."""
    assert not any(find_card_data({"description": text}) for text in drawn(OTHERS[form], form, 700))


@pytest.mark.parametrize(
    "text",
    [
        "4,242,424,242,424,242.00",
        "4242.4242.4242.4242",
        "42.42.42.42.42.42.42.42",
        "42:42:42:42:42:42:42:42",
        "3056.9309.0259.04",
        "4242 4242 4242 4242 12.12.2027 10.50",
        "2026-11-28 10:00 4242 4242 4242 4242 99,90 EUR",
    ],
)
def test_a_card_beside_or_written_like_them_is_found(text: str) -> None:
    """Only a whole day, time or price is taken out, never a part of something longer."""
    assert find_card_data({"description": text})


def test_what_is_taken_out_leaves_a_letter() -> None:
    """So that nothing is joined across it."""
    text = "2026-11-28T09:02:31.716904+02:00, 28.11.26, 11/28/2026: 1.234,50 and 9.99"
    assert without_everyday_numbers(text) == "eTe, e, e: e and e"
