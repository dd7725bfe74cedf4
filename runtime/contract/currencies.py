"""The currencies that a stack may accept, as the PSP counts them.

As of 2026-11-29, from Stripe, "Supported currencies": zero-decimal and three-decimal currencies,
the special cases, and the smallest charges that it lists. Where it lists none, the minimum is
about half a US dollar, rounded up; Stripe converts, and has the last word.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

LARGEST_AMOUNT: Final = 99_999_999
"""Minor units; Stripe's own limit is eight digits ("Create a PaymentIntent")."""


class Currency(NamedTuple):
    """How one currency counts."""

    exponent: int
    """Decimal places of the PSP's minor unit; ISO 4217's, but for ISK and UGX, which have none."""
    minimum: int
    """The smallest charge, in minor units."""
    step: int = 1
    """Every amount is a multiple of it, in minor units."""


_TWO: Final[Mapping[str, int]] = {
    "aed": 200,
    "aud": 50,
    "bgn": 100,
    "brl": 50,
    "cad": 50,
    "chf": 50,
    "czk": 1_500,
    "dkk": 250,
    "eur": 50,
    "gbp": 30,
    "hkd": 400,
    # Its payouts are whole forints; its charges are not.
    "huf": 17_500,
    "inr": 50,
    "mxn": 1_000,
    "myr": 200,
    "nok": 300,
    "nzd": 50,
    "pln": 200,
    "ron": 200,
    "sek": 300,
    "sgd": 50,
    "thb": 1_000,
    # As the forint.
    "twd": 1_700,
    "usd": 50,
}
_NONE: Final[Mapping[str, int]] = {"clp": 500, "jpy": 50, "krw": 700, "vnd": 13_000, "xpf": 55}
# The last digit is 0, "to ensure compatibility with Stripe's payments partners".
_THREE: Final[Mapping[str, int]] = {"bhd": 200, "jod": 360, "kwd": 160, "omr": 200, "tnd": 1_600}
# Whole units, "to maintain backwards compatibility" written with two decimals.
_WHOLE: Final[Mapping[str, int]] = {"isk": 7_000, "ugx": 190_000}

CURRENCIES: Final[Mapping[str, Currency]] = dict(
    sorted(
        {
            **{code: Currency(2, minimum) for code, minimum in _TWO.items()},
            **{code: Currency(0, minimum) for code, minimum in _NONE.items()},
            **{code: Currency(3, minimum, step=10) for code, minimum in _THREE.items()},
            **{code: Currency(2, minimum, step=100) for code, minimum in _WHOLE.items()},
        }.items()
    )
)
"""Lower-case ISO 4217 code → how it counts."""
