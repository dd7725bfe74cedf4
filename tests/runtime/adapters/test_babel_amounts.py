"""Amounts in mails: every currency that we take, in every locale whose language we write."""

import re
import unicodedata

import pytest
from babel import UnknownLocaleError
from babel.core import Locale
from babel.localedata import locale_identifiers
from babel.numbers import (
    format_currency,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
)

from runtime.adapters.babel_amounts import amount_text
from runtime.contract.currencies import CURRENCIES, LARGEST_AMOUNT
from runtime.use_cases.compose_email import NAMELESS

SPACE = "\N{NO-BREAK SPACE}"
LOCALES = [each for each in locale_identifiers() if each.split("_")[0] in NAMELESS]
AMOUNTS = (0, 5, 2_500, 1_234_560, LARGEST_AMOUNT)


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "text"),
    [
        (2_500, "eur", "en", "€25.00"),
        (2_500, "eur", "pt-PT", f"25,00{SPACE}€"),
        (2_500, "brl", "pt-BR", f"R${SPACE}25,00"),
        (2_500, "usd", "en-GB", "US$25.00"),
        (123_456_700, "inr", "en-IN", "₹12,34,567.00"),
        (1_500, "jpy", "en", "¥1,500"),
        (1_230, "kwd", "en", f"KWD{SPACE}1.230"),
        (50_000, "isk", "en", f"ISK{SPACE}500.00"),
        (190_000, "ugx", "pt", f"UGX{SPACE}1.900,00"),
        (1_750_050, "huf", "pt-PT", f"17{SPACE}500,50{SPACE}HUF"),
        (1_750, "twd", "en", "NT$17.50"),
        (5, "usd", "en-Nowhere", "$0.05"),
        (5, "usd", "EN", "$0.05"),
    ],
)
def test_an_amount_is_written_as_the_payer_writes_it(
    amount: int, currency: str, locale: str, text: str
) -> None:
    """Sign, place, separators and groups are the locale's; the digits are the PSP's."""
    assert amount_text(amount, currency, locale) == text


@pytest.mark.parametrize("name", LOCALES)
def test_every_currency_in_every_locale_is_cldrs_with_the_psps_digits(name: str) -> None:
    """No minor unit is lost, the point stands where the PSP has it, and all else is CLDR's."""
    known = Locale.parse(name)
    for currency, rule in CURRENCIES.items():
        code, tag = currency.upper(), name.replace("_", "-")
        symbol = get_currency_symbol(code, known)
        ends_behind = known.currency_formats["standard"].pattern.partition(";")[0].endswith("¤")
        for amount in AMOUNTS:
            text = amount_text(amount, currency, tag)
            number = text.removesuffix(symbol) if ends_behind else text.removeprefix(symbol)
            assert number != text, text
            assert "".join(filter(str.isdigit, number)) == f"{amount:0{rule.exponent + 1}d}", text
            point = get_decimal_symbol(known)
            _, found, fraction = number.strip().rpartition(point)
            assert len(fraction) == rule.exponent if found else rule.exponent == 0, text
            assert not re.search(r"[^\W\d_]\d|\d[^\W\d_]", text), text
            if get_currency_precision(code) == rule.exponent:
                cldr = format_currency(amount / 10**rule.exponent, code, locale=known)
                assert text.replace(SPACE, "") == cldr.replace(SPACE, ""), text


@pytest.mark.parametrize("name", LOCALES)
def test_a_space_stands_where_cldr_wants_one_and_nowhere_else(name: str) -> None:
    """Where the pattern has no space, one parts digits from letters, and none from signs."""
    known = Locale.parse(name)
    pattern = known.currency_formats["standard"].pattern.partition(";")[0]
    if SPACE in pattern:
        assert SPACE in amount_text(5, "eur", name.replace("_", "-"))
        return
    for currency in CURRENCIES:
        symbol = get_currency_symbol(currency.upper(), known)
        beside = symbol[0] if pattern.endswith("¤") else symbol[-1]
        spaced = SPACE in amount_text(5, currency, name.replace("_", "-"))
        assert spaced is not (unicodedata.category(beside) == "Sc"), symbol


def test_a_language_that_cldr_lacks_is_an_error() -> None:
    """Whoever asks for it has the languages that we write."""
    with pytest.raises(UnknownLocaleError):
        amount_text(5, "eur", "zzz-ZZ")
