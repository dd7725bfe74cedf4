"""Card numbers in a text, however they are dressed.

A number is one where some issuer has numbers of that beginning and length
(`card_issuers.py`) and the checksum of ISO/IEC 7812-1 is right.
"""

import base64
import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final
from urllib.parse import unquote_plus

from runtime.domain.card_issuers import HEAD, LENGTHS, issued_lengths
from runtime.domain.iban import without_ibans
from runtime.domain.known_forms import without_everyday_numbers

SHORTEST, LONGEST = LENGTHS[0], LENGTHS[-1]
GLUED: Final = 17
"""From so many digits on, an unbroken group may be a number with its security code behind it."""

_RUN: Final = re.compile(r"[0-9]+(?:[\W_xX]+[0-9]+)*")
"""Groups of digits and what parts them: anything but letters, and the x of `4242x4242`."""
_GROUP: Final = re.compile(r"[0-9]+")
_NO_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_NO_DIGIT: Final = re.compile(r"[^0-9]+")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{18,}")
"""Thirteen digits are eighteen characters."""
_PRINTABLE: Final = re.compile(rb"[\t\n\r\x20-\x7e]{13,}")
_HEX: Final = re.compile(r"(?:3[0-9]|2[0-9a-fA-F]){13,}")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\\/\"])|[bfnrt])")
"""As JSON writes a gap that is no ASCII, a line break, a tab."""
_DEEPEST: Final = 3
"""Encodings one over the other: more than anybody makes by mistake."""
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def holds_card_number(text: str) -> bool:
    """Whether a card number is in the text, in clear or as percent, HTML, JSON, base64 or hex."""
    if text.isascii() and len(text) < SHORTEST:
        return False
    return any(map(_in_clear, _readings(text)))


def joined_hold_card_number(groups: Sequence[str]) -> bool:
    """Whether some neighbouring groups of ASCII digits are a card number together."""
    return _any_is_card(groups, within=False)


def passes_luhn(digits: str) -> bool:
    """The checksum of ISO/IEC 7812-1, annex B, over ASCII digits."""
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])) % 10 == 0


def plain(text: str) -> str:
    """The text in compatibility form (NFKC), with ASCII digits for those of every script."""
    return text if text.isascii() else _NO_ASCII.sub(lambda found: _plain(found[0]), text)


@lru_cache(1024)
def _plain(character: str) -> str:
    # One by one: to put many marks over one letter in order takes their square.
    found = unicodedata.normalize("NFKC", character)
    return "".join(str(unicodedata.digit(each, each)) for each in found)


def _in_clear(text: str) -> bool:
    text = plain(text)
    if len(_NO_DIGIT.sub("", text)) < SHORTEST:
        return False
    runs = _RUN.findall(without_everyday_numbers(without_ibans(text)))
    return any(_any_is_card(_GROUP.findall(run), within=True) for run in runs)


def _any_is_card(groups: Sequence[str], *, within: bool) -> bool:
    """Whether neighbouring whole groups are a card's number, or some part `within` one is.

    Within: at the beginning of a group of `GLUED` digits or more; anywhere, where it is longer
    than any card's number.
    """
    digits = "".join(groups)
    if len(digits) < SHORTEST:
        return False
    edges = [0, *accumulate(map(len, groups))]
    whole, sums = frozenset(edges), _running_sums(digits)
    for first, behind in pairwise(edges):
        size = behind - first if within else 0
        inner = behind if size >= GLUED else 0
        for start in range(first, behind - SHORTEST + 1) if size > LONGEST else (first,):
            if len(digits) - start < SHORTEST:
                return False
            for length in issued_lengths(digits[start : start + HEAD]):
                end = start + length
                ends = end <= inner or (start == first and end in whole)
                if ends and (sums[end % 2][end] - sums[end % 2][start]) % 10 == 0:
                    return True
    return False


def _running_sums(digits: str) -> tuple[list[int], list[int]]:
    """Luhn's sums up to each digit, for numbers that end behind an even and an odd count.

    With them a number anywhere is checked by one difference: a sender can't make it slow.
    """
    odd = list(map(int, digits))
    even = [_DOUBLED[value] for value in odd]
    odd[1::2], even[1::2] = even[1::2], odd[1::2]
    return list(accumulate(even, initial=0)), list(accumulate(odd, initial=0))


def _readings(text: str) -> Iterator[str]:
    """The text, and what it says to who decodes it, each once."""
    seen: set[str] = set()
    waiting = [text]
    for _ in range(_DEEPEST):
        yield from waiting
        waiting = list(dict.fromkeys(each for found in waiting for each in _decoded(found, seen)))
    yield from waiting


def _decoded(text: str, seen: set[str]) -> Iterator[str]:
    """What is not yet `seen` of it; so that encodings which are no encodings cost nothing."""
    # One reading and not one each, or their number doubles at every depth.
    whole = unquote_plus(html.unescape(text)) if "%" in text or "&" in text else text
    if "\\" in whole:
        whole = _ESCAPE.sub(_unescaped, whole)
    if whole != text:
        yield whole
    for run in _BASE64.findall(text):
        if run in seen:
            continue
        seen.add(run)
        yield from (bytes.fromhex(each).decode("ascii") for each in _HEX.findall(run))
        # Where in the run the encoding begins is not known.
        for start in range(4):
            yield from _from_base64(run[start:])


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2] or " "


def _from_base64(run: str) -> Iterator[str]:
    # One character behind a group of four says nothing.
    whole = run[: len(run) - (len(run) % 4 == 1)]
    found = base64.b64decode(whole + "=" * (-len(whole) % 4), altchars=b"-_")
    yield from (each.decode("ascii") for each in _PRINTABLE.findall(found))
