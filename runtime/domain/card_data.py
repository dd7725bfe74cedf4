"""Card data has no business here: numbers by their checksum, security codes by their name.

PCI DSS 3.3 forbids keeping a card's security code and 3.2 keeping what is not needed;
a system that refuses both at its edge never holds them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

SHORTEST, LONGEST = 13, 19
"""Digits in a primary account number (ISO/IEC 7812-1)."""

_SEPARATORS: Final = frozenset({"Zs", "Pd", "Cf", "Cc"})
"""Unicode categories that people put between the groups: spaces, dashes, invisible marks."""

_UUID: Final = re.compile(
    r"(?=[0-9-]*[a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)
"""Not a card, though its groups may happen to pass the checksum."""

_SECURITY_CODE: Final = re.compile(r"^(card)?(cv[cv]2?|csc|cav2)|securitycode|cardverification")


def holds_card_data(document: Any) -> bool:
    """Whether any text, number, or field name in a JSON document looks like card data."""
    return any(
        holds_card_number(text) or (is_name and names_security_code(text))
        for text, is_name in _texts(document)
    )


def holds_card_number(text: str) -> bool:
    """Whether some neighbouring groups of digits are 13 to 19 long and pass the Luhn check."""
    return any(
        SHORTEST <= len(digits) <= LONGEST and passes_luhn(digits)
        for run in _runs(_UUID.sub("x", text))
        for digits in _joined(run)
    )


def passes_luhn(digits: str) -> bool:
    """The checksum of ISO/IEC 7812-1, annex B, over ASCII digits."""
    doubled = (int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(digits)))
    return sum(sum(divmod(value, 10)) for value in doubled) % 10 == 0


def names_security_code(name: str) -> bool:
    """Whether a field is called `cvc`, `card-CVV2`, `securityCode` or the like."""
    return bool(_SECURITY_CODE.search(re.sub(r"[^a-z0-9]", "", name.lower())))


def _texts(document: Any) -> Iterator[tuple[str, bool]]:
    # A list and not recursion: the sender chooses the depth.
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield from ((str(name), True) for name in value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, str | int | float):
            yield str(value), False


def _runs(text: str) -> Iterable[list[str]]:
    """Groups of ASCII digits, in runs that nothing but separators divides."""
    run, group = [], ""
    for character in text:
        if character.isdecimal():
            group += str(unicodedata.decimal(character))
            continue
        if group:
            run.append(group)
            group = ""
        if unicodedata.category(character) not in _SEPARATORS and character not in "._":
            yield run
            run = []
    yield [*run, group] if group else run


def _joined(run: list[str]) -> Iterator[str]:
    for start in range(len(run)):
        digits = ""
        for group in run[start:]:
            digits += group
            if len(digits) > LONGEST:
                break
            yield digits
