"""Card numbers are found however they are dressed."""

import base64
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.card_forms import OTHERS, card, drawn, seeded
from bench.card_spellings import SPELLINGS, spelled
from runtime.domain.card_issuers import BRANDS
from runtime.domain.card_number import (
    holds_card_number,
    joined_hold_card_number,
    passes_luhn,
    plain,
)

CARD = "4242424242424242"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_brand_is_found_in_each_spelling(spelling: str) -> None:
    """Gaps, scripts, encodings and what stands behind a number hide nothing."""
    source = seeded(spelling)
    missed = [
        (name, text)
        for name in BRANDS
        for _ in range(5)
        for text in [spelled(spelling, card(source, name))]
        if not holds_card_number(text)
    ]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "378282246310005",
        "1 4242 4242 4242 4242",
        "my card is 4242 4242 4242 4242 12/27 123",
        f"{CARD}1227123",
        f"3782822463100051227{1234}",
        f"{CARD}123",
        f"a{CARD}b",
        "NDI0MjQyNDI0MjQyNDI0Mg",
        "token=NDI0Mi00MjQyLTQyNDItNDI0Mg==&x=1",
        base64.b64encode(b"4242\n4242\t4242\r\n4242").decode(),
        '{"note": "4242\\u00a04242\\u00a04242\\u00a04242"}',
        '"{\\"note\\": \\"4242\\\\n4242\\\\n4242\\\\n4242\\"}"',
        "%2534%2532" * 8,
        "\N{DINGBAT NEGATIVE CIRCLED DIGIT FOUR}\N{DINGBAT NEGATIVE CIRCLED DIGIT TWO}" * 8,
        "DE88 4242 4242 4242 4242 00",
        "999999" + "30569309025904",
        f"9999{CARD}",
        "%252534%252532" * 8,
        '"1\\n4242\\n4242\\n4242\\n4242"',
        '"1\\n4242424242424242"',
        '"4242\\u202f4242\\u202f4242\\u202f4242"',
        "\N{CIRCLED NUMBER FORTY TWO}" * 8,
    ],
)
def test_a_card_number_is_found(text: str) -> None:
    """Words and digits around it, one encoding over another, an IBAN that is none."""
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "order-1001",
        "4242424242424241",
        "424242424242",
        "4242 4242a4242 4242",
        "42424242 4242424",
        "2026-11-22T10:00:00Z",
        "+49 30 1234567",
        "4006381333931",
        "1732780000008",
        "INV-20260926153153",
        "C:\\u42\\4424242424242424242",
        "00000000000042424242 42424242",
        "00000042424242424242 42",
        "20261128-000123-4567",
        "1811111111111111116",
        "DE89 3704 0044 0532 0130 00",
        "DE89370400440532013000 and AT61 1904 3002 3457 3201.",
    ],
)
def test_other_numbers_pass(text: str) -> None:
    """A wrong checksum, no issuer's beginning or length, letters between, an account."""
    assert not holds_card_number(text)


def test_groups_are_joined_whole() -> None:
    """A part of one group and a part of the next are no number: whole ones are."""
    assert not holds_card_number("142424242 424242421")
    assert joined_hold_card_number(["4242", "424242424242"])
    assert not joined_hold_card_number(["14242", "424242424242"])
    assert joined_hold_card_number(["9" * 14, "1"]) is False
    assert joined_hold_card_number(["9", "1"]) is False


@pytest.mark.parametrize("form", ["13 random digits", "EAN-13", "snowflake id, 2018 to 2027"])
def test_what_is_numbered_by_shops_passes(form: str) -> None:
    """Of a thousand at most a few; none at all of those with thirteen digits."""
    found = sum(map(holds_card_number, drawn(OTHERS[form], form, 1_000)))
    assert found <= (5 if "snowflake" in form else 0)


@given(st.text("0123456789", min_size=15, max_size=15))
def test_exactly_one_check_digit_is_right(digits: str) -> None:
    """Of ten numbers that differ in the last digit, one passes, and with an issuer is found."""
    passing = [
        f"4{digits[1:]}{last}" for last in "0123456789" if passes_luhn(f"4{digits[1:]}{last}")
    ]
    assert len(passing) == 1
    assert holds_card_number(f"x{passing[0]}y")


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """Nothing that a caller sends ends in an error, and a reading has ASCII digits only."""
    holds_card_number(text)
    assert not [each for each in plain(text) if each.isdecimal() and not each.isascii()]


@pytest.mark.parametrize(
    "text",
    [
        "65" * 4_000,
        "6 5 " * 2_000,
        "%252525&amp;amp;amp;" + "65" * 3_990,
        "%252525&amp;amp;amp;" + "6 5 " * 1_990,
        "&amp;amp;#54;" * 600,
        base64.b64encode(b"6 5 " * 1_500).decode(),
        b"6 5 ".hex() * 1_000,
        ("A" * 18 + " ") * 420,
        "DE11 " * 1_600,
        "\N{FULLWIDTH DIGIT SIX}\N{FULLWIDTH DIGIT FIVE}" * 1_350,
    ],
    ids=lambda text: text[:20],
)
def test_no_text_of_a_request_makes_it_slow(text: str) -> None:
    """Whatever 8 KiB hold, the work is a small multiple of their length, counted in calls."""
    calls = 0

    def count(_: Any, event: str, __: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        holds_card_number(text)
    finally:
        sys.setprofile(before)
    assert calls < 20 * 8_192


def test_many_marks_over_one_letter_are_put_in_no_order() -> None:
    """To sort them takes the square of their number; each character is read by itself."""
    assert plain("a\u0315\u0300") == "a\u0315\u0300"


@pytest.mark.parametrize("pair", ["00", "18", "26", "34", "42", "59", "67", "75", "83", "91"])
def test_each_doubled_digit_counts_as_the_standard_says(pair: str) -> None:
    """A digit and the only check digit behind it."""
    passing = [last for last in "0123456789" if passes_luhn(pair[0] + last)]
    assert passing == [pair[1]]
