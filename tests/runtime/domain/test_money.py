"""Money is integer minor units; only its text has a decimal point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.domain.money import CURRENCIES, LARGEST_AMOUNT, decimal_text

amounts = st.integers(min_value=0, max_value=LARGEST_AMOUNT)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (2500, "eur", "25.00 EUR"),
        (5, "usd", "0.05 USD"),
        (1500, "jpy", "1500 JPY"),
        (1234, "kwd", "1.234 KWD"),
    ],
)
def test_the_decimal_point_stands_where_the_currency_puts_it(
    amount: int, currency: str, text: str
) -> None:
    """Currencies with two, no and three decimals are written as people write them."""
    assert decimal_text(amount, currency) == text


@given(amount=amounts, currency=st.sampled_from(sorted(CURRENCIES)))
def test_no_minor_unit_is_lost_in_the_text(amount: int, currency: str) -> None:
    """Taking the separator out of the text gives the amount back."""
    number, code = decimal_text(amount, currency, separator=",").split(" ")
    assert int(number.replace(",", "")) == amount
    assert code == currency.upper()


def test_every_minimum_is_a_chargeable_amount() -> None:
    """Each currency's minimum is positive and below the largest amount."""
    assert all(0 < currency.minimum <= LARGEST_AMOUNT for currency in CURRENCIES.values())
