"""Money and time as a person reads them, without a locale."""

import re
from datetime import UTC, datetime
from typing import Final

from runtime.contract.currencies import CURRENCIES
from till.lib.exits import CommandError, Exit

_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_AGE: Final = re.compile(r"([0-9]{1,9})([smhd]?)")
_FORMS: Final = ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d")


def money(amount: int, currency: str) -> str:
    """`25.00 EUR` of 2500 and `eur`; a currency that nobody knows is written in minor units."""
    known = CURRENCIES.get(currency)
    if known is None:
        return f"{amount} minor units of {currency.upper()}"
    if known.exponent == 0:
        return f"{amount} {currency.upper()}"
    sign, digits = "-" if amount < 0 else "", f"{abs(amount):0{known.exponent + 1}d}"
    return f"{sign}{digits[: -known.exponent]}.{digits[-known.exponent :]} {currency.upper()}"


def clock(at: int) -> str:
    """`2026-11-29 12:00:00` of Unix seconds, in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def lasted(seconds: int) -> str:
    """`3 min 5 s`: the two largest units of a time."""
    parts = []
    left = seconds
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        if left >= size:
            parts.append(f"{left // size} {unit}")
            left %= size
    return " ".join(parts[:2]) or "0 s"


def age(text: str) -> int:
    """Seconds, of `90`, `90s`, `15m`, `2h` or `1d`.

    Raises:
        CommandError: it is none.
    """
    found = _AGE.fullmatch(text)
    if found is None:
        message = f"{text} is no age: seconds, or 15m, 2h, 1d."
        raise CommandError(Exit.MISUSED, message)
    return int(found[1]) * _UNITS[found[2] or "s"]


def moment(text: str) -> int:
    """Unix seconds, of a UTC day or moment.

    Raises:
        CommandError: it is none.
    """
    for form in _FORMS:
        try:
            return int(datetime.strptime(text, form).replace(tzinfo=UTC).timestamp())
        except ValueError:
            continue
    message = f"{text} is no moment in UTC: 2026-11-28 or 2026-11-28T05:00:00Z."
    raise CommandError(Exit.MISUSED, message)
