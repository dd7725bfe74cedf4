"""What is known by its form: no card number, whatever digits stand in it."""

import re
from typing import Final

_PREFIX: Final = r"(?:[A-Za-z]{1,16}[-_.:#/]?)?"
"""`order-`, `INV`, `evt_`."""
_DATE: Final = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"

_FORMS: Final = {
    "UUID": r"(?=[0-9-]*[a-fA-F])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    # Its time begins with 00 to 03 until 2100.
    "ULID": r"(?=[0-9]*[A-Za-z])0[0-3][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{24}",
    "hex digest": r"(?=[0-9]*[a-fA-F])(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64})",
    # With nineteen digits a card's number could stand at the beginning.
    "nanoseconds since 1970": r"9[789][0-9]{16}|1[0-9]{18}|2[01][0-9]{17}",
    # More than nineteen digits are searched for a card inside. A moment with its fraction is none,
    # and neither is a day with what can't be a card behind it.
    "date-led number": rf"{_DATE}(?:{_TIME}[0-9]{{0,9}}|[0-9]{{0,12}})",
}
"""Form → what the whole value is, behind a short alphabetic prefix or without.

Seconds, milliseconds and microseconds since 1970 need no form: no issuer's numbers begin like
those of 2001 to 2038, and what begins like later ones may be a card of today.
"""

_KNOWN: Final = re.compile(f"{_PREFIX}(?:{'|'.join(_FORMS.values())})")


def is_known_form(text: str) -> bool:
    """Whether the whole text is an identifier of a known form."""
    return _KNOWN.fullmatch(text) is not None


_CLOCK: Final = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_EVERYDAY: Final = re.compile(
    r"(?<![0-9])(?<![0-9][.,:])(?:"
    rf"(?:19|20)[0-9]{{2}}-{_MONTH}-{_DAY}"
    rf"|(?:{_DAY}[./]{_MONTH}|{_MONTH}/{_DAY})[./](?:19|20)?[0-9]{{2}}"
    rf"|{_CLOCK}(?:[+-][0-9]{{2}}:?[0-9]{{2}})?"
    # Up to the hundreds of millions: a card's number as an amount stays.
    r"|[0-9]{1,3}(?:[.,][0-9]{3}){0,2}[.,][0-9]{2}"
    r")(?![0-9]|[.,:][0-9])"
)
"""Days, times of day and prices with two decimals, with their separators."""


def without_everyday_numbers(text: str) -> str:
    """The text with a letter for each day, time and price: side by side they look like a card."""
    return _EVERYDAY.sub("e", text)
