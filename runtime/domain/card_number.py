"""Card numbers in a text, however they are dressed.

A number is one where some issuer has numbers of that beginning and length
(`card_issuers.py`) and the checksum of ISO/IEC 7812-1 is right.
"""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import unquote_plus

from runtime.domain.card_issuers import LENGTHS, issued
from runtime.domain.iban import without_ibans

SHORTEST, LONGEST = LENGTHS[0], LENGTHS[-1]
GLUED: Final = 17
"""From so many digits on, an unbroken group may be a number with its security code behind it."""

_RUN: Final = re.compile(r"[0-9]+(?:[\W_xX]+[0-9]+)*")
"""Groups of digits and what parts them: anything but letters, and the x of `4242x4242`."""
_GROUP: Final = re.compile(r"[0-9]+")
_NO_DIGIT: Final = re.compile(r"[^0-9]+")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{18,}")
"""Thirteen digits are eighteen characters."""
_PRINTABLE: Final = re.compile(rb"[\x20-\x7e]{13,}")
_HEX: Final = re.compile(r"(?:3[0-9]|2[0-9a-fA-F]){13,}")
_DEEPEST: Final = 3
"""Encodings one over the other: more than anybody makes by mistake."""
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def holds_card_number(text: str) -> bool:
    """Whether a card number stands in the text, in clear or as percent, HTML, base64 or hex."""
    if text.isascii() and len(text) < SHORTEST:
        return False
    return any(map(_in_clear, _readings(text)))


def joined_hold_card_number(groups: Sequence[str]) -> bool:
    """Whether some neighbouring groups of ASCII digits are a card number together."""
    return any(passes(digits) for digits in _joined(groups))


def passes(digits: str) -> bool:
    """Whether the digits are a number that an issuer gives out."""
    return SHORTEST <= len(digits) <= LONGEST and issued(digits) and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    """The checksum of ISO/IEC 7812-1, annex B, over ASCII digits."""
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])) % 10 == 0


def plain(text: str) -> str:
    """The text in compatibility form (NFKC), with ASCII digits for those of every script."""
    if text.isascii():
        return text
    found = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(each, each)) for each in found)


def _in_clear(text: str) -> bool:
    text = plain(text)
    if len(_NO_DIGIT.sub("", text)) < SHORTEST:
        return False
    return any(
        any(map(passes, candidates))
        for run in _RUN.findall(without_ibans(text))
        for groups in [_GROUP.findall(run)]
        for candidates in (_joined(groups), _inside(groups))
    )


def _joined(groups: Sequence[str]) -> Iterator[str]:
    """Neighbouring whole groups as one number, never a part of one."""
    for start in range(len(groups)):
        digits = ""
        for group in groups[start:]:
            digits += group
            if len(digits) > LONGEST:
                break
            yield digits


def _inside(groups: Iterable[str]) -> Iterator[str]:
    """What may stand in an unbroken group: at its start; anywhere, where it is too long itself."""
    for group in groups:
        if len(group) >= GLUED:
            starts = range(len(group) - SHORTEST + 1) if len(group) > LONGEST else range(1)
            yield from (
                group[start : start + length]
                for start in starts
                for length in LENGTHS
                if start + length <= len(group)
            )


def _readings(text: str) -> Iterator[str]:
    """The text, and what it says to who decodes it."""
    seen = {text}
    waiting = [text]
    yield text
    for _ in range(_DEEPEST):
        waiting = [each for found in waiting for each in _decoded(found) if each not in seen]
        seen.update(waiting)
        yield from waiting


def _decoded(text: str) -> Iterator[str]:
    if "%" in text:
        yield unquote_plus(text)
    if "&" in text:
        yield html.unescape(text)
    for run in _BASE64.findall(text):
        yield from (bytes.fromhex(each).decode("ascii") for each in _HEX.findall(run))
        # Where in the run the encoding begins is not known.
        for start in range(4):
            yield from _from_base64(run[start:])


def _from_base64(run: str) -> Iterator[str]:
    whole = run[: len(run) - (len(run) % 4 == 1)]
    try:
        found = base64.b64decode(whole + "=" * (-len(whole) % 4), altchars=b"-_")
    except binascii.Error:
        return
    yield from (each.decode("ascii") for each in _PRINTABLE.findall(found))
