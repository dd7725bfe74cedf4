"""Reads whatever a text may be wrapped in, and says which canaries are in it."""

import base64
import html
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from docs_gen.data_table import Place
from runtime.domain.card_number import plain
from tests.canary.planting import WORD, Canary, Kind

DEEPEST: Final = 4
"""Wrappings one in the other."""
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{16,}")
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2}){12,}")
_READABLE: Final = re.compile(rb"[\x20-\x7e]{12,}")
_DEFLATE: Final = zlib.MAX_WBITS | 32
"""Either head, gzip's or zlib's."""
_GAP: Final = re.compile(r"(?<=[0-9])(?:[^0-9A-Za-z]{1,3}|[xX])(?=[0-9])")
"""What people write between the groups of a card's number."""


class Document(NamedTuple):
    """Something that was read, and where."""

    places: frozenset[Place]
    name: str
    text: str


class Hit(NamedTuple):
    """A canary where it must not be."""

    canary: Canary
    place: str
    name: str

    def __str__(self) -> str:
        """For a person: never the text."""
        return f"{self.canary}, met in {self.place}: {self.name}"


def layers(text: str, depth: int = DEEPEST) -> Iterator[str]:
    """The text, and what is in it as percent, base64, hex, gzip or deflate, one in the other."""
    yield text
    if not depth:
        return
    for plain_text in {unquote_plus(text), html.unescape(text)} - {text}:
        yield from layers(plain_text, depth - 1)
    for data in _data(text):
        inner = _inflated(data)
        if _READABLE.search(inner):
            yield from layers(inner.decode(errors="replace"), depth - 1)


def _data(text: str) -> Iterator[bytes]:
    for run in set(_BASE64.findall(text)):
        standard = run.replace("-", "+").replace("_", "/")
        # What stands right before it moves it by up to three letters.
        for start in range(4):
            part = standard[start:]
            whole = part[: len(part) - (len(part) % 4 == 1)]
            yield base64.b64decode(whole + "=" * (-len(whole) % 4))
    for run in set(_HEX.findall(text)):
        yield bytes.fromhex(run)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(_DEFLATE).decompress(data)
    except zlib.error:
        return data


def found_in(text: str, canaries: Iterable[Canary]) -> set[Canary]:
    """Every canary that somebody who reads the text can meet."""
    known = list(canaries)
    words = {each.text: each for each in known if WORD.fullmatch(each.text)}
    cards = [each for each in known if each.kind is Kind.CARD]
    others = [each for each in known if each.text not in words and each.kind is not Kind.CARD]
    found: set[Canary] = set()
    for layer in layers(text):
        found |= {words[word] for word in WORD.findall(layer.lower()) if word in words}
        found |= {each for each in others if each.text in layer}
        digits = _GAP.sub("", plain(layer))
        found |= {each for each in cards if each.text in digits}
    return found


def hits(documents: Iterable[Document], canaries: Iterable[Canary]) -> list[Hit]:
    """Each canary that lies where the table has no word of it, once for each document."""
    known = list(canaries)
    return [
        Hit(canary, " or ".join(sorted(places)), name)
        for places, name, text in documents
        for canary in sorted(found_in(text, known), key=str)
        if not canary.may_lie(places)
    ]
