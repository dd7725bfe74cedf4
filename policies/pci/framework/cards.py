"""Card numbers in a text: an issuer's beginning, one of its lengths, and a right check digit.

Small, so that the pack can be copied: it has the beginnings of brands, not of banks, and fewer ways
to write a number. A test draws numbers from the recogniser that the runtime has.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

_ISSUED: Final = (
    (re.compile(r"3(?:0[0-59]|[689])"), frozenset({14, 16, 19})),
    (re.compile(r"3[47]"), frozenset({15})),
    (re.compile(r"4"), frozenset({16, 18, 19})),
    (re.compile(r"5|6[0-57]"), frozenset({16, 17, 18, 19})),
    (re.compile(r"220[0-4]|35[2-8]|81[0-7]"), frozenset({16, 17, 18, 19})),
    (re.compile(r"222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), frozenset({16})),
    (re.compile(r"8[12]|8600|9792|9860"), frozenset({16})),
)
"""Beginnings → lengths, from the runtime's table."""
_RUN: Final = re.compile(
    r"(?<![\w.-])(?:[0-9]{3,}(?:([ \-./_:*|\n\u200b])[0-9]{3,})(?:\1[0-9]{3,})*(?:\1[0-9]{2})?"
    r"|[0-9](?: [0-9]){13,18}|[0-9]+)(?![\w-])"
)
"""Digits that are no part of a word, a version or a UUID: at once, in groups, or one by one.

Shorter groups are those of an address.
"""
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PROJECT: Final = re.compile(r"@o[0-9]+\.ingest(?:\.[a-z]{2})?\.sentry\.io/[0-9]+(?![\w-])")
"""Where Sentry is sent a program's errors: its ids are as long as a card's number."""
_SHORTEST, _LONGEST = 14, 19


def holds_card(text: str) -> bool:
    """Whether some whole groups of digits in the text are a card's number together."""
    plain = text if text.isascii() else _ascii(text)
    if sum(map(str.isdecimal, plain)) < _SHORTEST:
        return False
    plain = _PROJECT.sub("@", _UUID.sub("", plain))
    return any(_is_card(each) for run in _RUN.finditer(plain) for each in _joined(run[0]))


def _ascii(text: str) -> str:
    """With ASCII digits for those of every script."""
    found = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(each, each)) for each in found)


def _joined(run: str) -> Iterator[str]:
    """Neighbouring groups as one number, of every length that a card has."""
    groups = re.findall("[0-9]+", run)
    for first in range(len(groups)):
        for number in accumulate(groups[first:]):
            if len(number) > _LONGEST:
                break
            if len(number) >= _SHORTEST:
                yield number


def _is_card(number: str) -> bool:
    return any(
        len(number) in lengths and beginning.match(number) for beginning, lengths in _ISSUED
    ) and _luhn(number)


def _luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1."""
    values = [int(each) for each in reversed(number)]
    doubled = [sum(divmod(2 * each, 10)) for each in values[1::2]]
    return (sum(values[::2]) + sum(doubled)) % 10 == 0
