"""Card data has no business here: numbers by issuer and checksum, security codes by their name.

PCI DSS 3.3 forbids keeping a card's security code, track or PIN, and 3.2 keeping what is not
needed; a system that refuses all of it at its edge never holds any. `docs/card-data.md` says what
is looked for, and how often it is mistaken.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from runtime.domain.card_number import holds_card_number, joined_hold_card_number, plain
from runtime.domain.known_forms import is_known_form, without_everyday_numbers

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_\[\]-]{0,39}")
"""A field's name that may be repeated in an answer."""
_CODE_ANYWHERE: Final = re.compile(
    r"cvv|cvc|securitycode|cardverification|verificationvalue|pinblock|magstripe|magneticstripe|trackdata"
)
_CODE_AS_WORD: Final = re.compile(
    r"(?:^|_)(?:csc|cav2?|cvn2?|cvd2?|cvp2|track_?[123]|card_?pin)(?:$|_)"
)
"""Those that are part of innocent words; `cid` and `cve` mean too much else."""
_CODE_IN_TEXT: Final = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=[a-z])(?=[A-Z]))"
    r"(?i:cvv2?|cvc2?|cav2|card (?:security|verification) (?:code|number|value)|security_?code)"
    r"(?i:[\W_]|code|number|no|is|was|of)*?[0-9]{3,4}(?![0-9])"
)
_DIGITS_OF_A_CODE: Final = re.compile(r"[0-9]{3}")
_BETWEEN_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
IDENTIFIERS: Final = ("Idempotency-Key", "reference", "metadata")
"""Fields in which a known form is taken for what it is, where it is the whole value."""


class CardData(NamedTuple):
    """Where card data stands."""

    param: str | None
    """Dotted path of the field; None where its name can't be said."""


class _Text(NamedTuple):
    path: str
    text: str
    is_name: bool = False


def find_card_data(document: Any, path: str = "") -> CardData | None:
    """The first text, number or field name in a JSON document that looks like card data.

    `path` is where the document stands. Fields named like `metadata.…` are identifiers.
    """
    for place in _texts(document, path):
        if place.is_name:
            if holds_card_number(place.text):
                return _at(place.path)
            if names_security_code(place.text):
                return _at(_below(place.path, place.text))
        elif _is_card_data(place):
            return _at(place.path)
    return None


def names_security_code(name: str) -> bool:
    """Whether a field is called `my_cvv`, `card-CVC2`, `verificationValue`, `track2` or so."""
    words = _BETWEEN_WORDS.sub("_", plain(name)).lower()
    return bool(_CODE_ANYWHERE.search(words.replace("_", "")) or _CODE_AS_WORD.search(words))


def _at(path: str) -> CardData:
    """The place, unless the names on the way to it say a card's number together."""
    return CardData(None if not path or holds_card_number(path) else path)


def _is_card_data(place: _Text) -> bool:
    if place.path.startswith(IDENTIFIERS) and is_known_form(place.text):
        return False
    return holds_card_number(place.text) or bool(_CODE_IN_TEXT.search(plain(place.text)))


def _texts(document: Any, path: str) -> Iterator[_Text]:
    # A list and not recursion: the sender chooses the depth.
    waiting: list[tuple[str, Any]] = [(path, document)]
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, dict):
            yield from (_Text(at, str(name), is_name=True) for name in value)
            if split := _split_over(list(value.values())):
                yield _Text(at, split)
            waiting += [(_below(at, str(name)), each) for name, each in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(at, each) for each in reversed(value)]
        elif isinstance(value, str | int | float):
            yield _Text(at, str(value))


def _split_over(values: list[Any]) -> str:
    """The card number that neighbouring values make together, where each is digits and no more."""
    groups: list[str] = []
    for value in [*values, None]:
        # What stands in a list or an object is no neighbour of what stands beside it.
        text = plain(str(value)) if isinstance(value, str | int) else ""
        digits = re.sub(r"[\W_]", "", text)
        alone = digits.isdecimal() and digits.isascii()
        if alone and without_everyday_numbers(text) == text:
            groups.append(digits)
        elif len(groups) > 1 and joined_hold_card_number(groups):
            return " ".join(groups)
        else:
            groups = []
    return ""


def _below(path: str, name: str) -> str:
    """The path of a field, or of what it stands in where its name may be data itself.

    A name with a card's number in it never comes here: it is found first.
    """
    if not _NAME.fullmatch(name) or (_DIGITS_OF_A_CODE.search(name) and names_security_code(name)):
        return path
    return f"{path}.{name}" if path else name
