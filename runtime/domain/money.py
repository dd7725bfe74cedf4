"""Amounts: integer minor units and an ISO 4217 code, never a float."""

from typing import Final, NamedTuple

LARGEST_AMOUNT: Final = 99_999_999
"""Minor units; Stripe's own limit is eight digits ("Create a PaymentIntent")."""


class Currency(NamedTuple):
    """How one currency counts."""

    exponent: int
    """Decimal places of the minor unit (ISO 4217)."""
    minimum: int
    """The smallest charge in minor units (Stripe, "Supported currencies")."""


CURRENCIES: Final[dict[str, Currency]] = {
    "aud": Currency(2, 50),
    "bhd": Currency(3, 200),
    "brl": Currency(2, 50),
    "cad": Currency(2, 50),
    "chf": Currency(2, 50),
    "czk": Currency(2, 1500),
    "dkk": Currency(2, 250),
    "eur": Currency(2, 50),
    "gbp": Currency(2, 30),
    "jpy": Currency(0, 50),
    "krw": Currency(0, 700),
    "kwd": Currency(3, 160),
    "mxn": Currency(2, 1000),
    "nok": Currency(2, 300),
    "pln": Currency(2, 200),
    "sek": Currency(2, 300),
    "usd": Currency(2, 50),
}


def decimal_text(amount: int, currency: str, *, separator: str = ".") -> str:
    """The amount as people write it: `(2500, "eur")` is `25.00 EUR`.

    Raises:
        KeyError: the currency is not in `CURRENCIES`.
    """
    exponent = CURRENCIES[currency].exponent
    whole, part = divmod(amount, 10**exponent)
    decimals = f"{separator}{part:0{exponent}d}" if exponent else ""
    return f"{whole}{decimals} {currency.upper()}"
