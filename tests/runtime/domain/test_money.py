"""Money is integer minor units; only its text has a decimal point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.contract.currencies import CURRENCIES, LARGEST_AMOUNT
from runtime.domain.money import decimal_text

amounts = st.integers(min_value=0, max_value=LARGEST_AMOUNT)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (2500, "eur", "25.00 EUR"),
        (5, "usd", "0.05 USD"),
        (1500, "jpy", "1500 JPY"),
        (1230, "kwd", "1.230 KWD"),
        (50_000, "isk", "500.00 ISK"),
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
