"""A text, and what it says to who decodes it: base64, hexadecimal, percent, HTML, JSON, once."""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus

_BASE64: Final = re.compile(r"(?<![\w+/-])[\w+/-]{16,}={0,2}(?![\w+/=-])")
_LINES: Final = re.compile(r"\A[A-Za-z0-9+/\s]{40,}={0,2}\s*\Z")
"""A whole text that was broken into lines, as `base64` writes it."""
_HEX: Final = re.compile(r"(?<![\w-])(?:[0-9a-fA-F]{2}){12,}(?![\w-])")
_PERCENT: Final = re.compile(r"%[0-9a-fA-F]{2}")
_ENTITY: Final = re.compile(r"&#?\w+;")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\/\"]))")
_SHORTEST: Final = 16
"""Characters: what is shorter decodes to something by chance."""
_MOST: Final = 1_000_000
"""Bytes: a packed text may not fill the memory."""


def readings(text: str) -> Iterator[str]:
    """The text itself first."""
    yield text
    if _PERCENT.search(text):
        yield unquote_plus(text)
    if _ENTITY.search(text):
        yield html.unescape(text)
    if "\\" in text:
        yield _ESCAPE.sub(_unescaped, text)
    for found in _HEX.findall(text):
        yield from _readable(bytes.fromhex(found))
    words = _BASE64.findall(text)
    if _LINES.match(text):
        words.append("".join(text.split()))
    for word in words:
        # In a path a slash parts words; in base64 it is a letter.
        for each in dict.fromkeys([word, *word.split("/")]):
            yield from _decoded(each)


def _decoded(word: str) -> Iterator[str]:
    plain = word.rstrip("=")
    try:
        raw = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=_alphabet(word))
    except (binascii.Error, ValueError):
        return
    if len(plain) >= _SHORTEST:
        yield from _readable(raw)


def _alphabet(word: str) -> bytes:
    return b"-_" if set("-_") & set(word) else b"+/"


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else str(found[3])


def _readable(raw: bytes) -> Iterator[str]:
    """The bytes as text, unpacked where they are packed; nothing where they are none."""
    if raw.startswith(b"\x1f\x8b"):
        try:
            raw = zlib.decompressobj(wbits=31).decompress(raw, _MOST)
        except zlib.error:
            return
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return
    if all(each.isprintable() or each.isspace() for each in text):
        yield text
