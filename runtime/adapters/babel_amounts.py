"""Amounts as a payer reads them: CLDR's patterns, with as many digits as the PSP counts."""

import re
import unicodedata
from decimal import Decimal
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, get_currency_symbol

from runtime.contract.currencies import CURRENCIES

_NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"


def amount_text(amount: int, currency: str, locale: str) -> str:
    """`(2500, "eur", "pt-PT")` is `25,00 €`.

    The digits behind the point are the PSP's: they differ from CLDR's where a payment counts in
    hundredths of what has no such coins (the Icelandic króna, the Ugandan shilling).

    Args:
        amount: minor units.
        currency: one of `CURRENCIES`.
        locale: BCP 47; a variant that CLDR does not have is read as its language.

    Raises:
        UnknownLocaleError: nor does CLDR have the language.
    """
    known = _known(locale)
    digits = CURRENCIES[currency].exponent
    pattern = known.currency_formats["standard"].pattern
    pattern = re.sub(r"\.0+", "." + "0" * digits if digits else "", pattern)
    return format_currency(
        Decimal(amount).scaleb(-digits),
        currency.upper(),
        _spaced(pattern, get_currency_symbol(currency.upper(), known)),
        known,
        currency_digits=False,
    )


def _known(locale: str) -> Locale:
    try:
        return Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        language, variant, _ = locale.partition("-")
        if not variant:
            raise
        return Locale.parse(language)


def _spaced(pattern: str, symbol: str) -> str:
    """CLDR's `currencySpacing` (UTS 35, Part 3), which Babel leaves out: `KWD 1.230`, but `$1.23`.

    Between a digit and what is no symbol comes a space that does not break.
    """
    if unicodedata.category(symbol[-1])[0] not in "SZ":
        pattern = re.sub(r"¤(?=[#0])", f"¤{_NO_BREAK_SPACE}", pattern)
    if unicodedata.category(symbol[0])[0] not in "SZ":
        pattern = re.sub(r"(?<=[#0])¤", f"{_NO_BREAK_SPACE}¤", pattern)
    return pattern
