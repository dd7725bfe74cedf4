"""The text that a machine starts with, out of its wrappings."""

import base64
import binascii
import zlib
from collections.abc import Iterator
from email import message_from_string
from typing import Final

_DEEP: Final = 4
"""A base64 text of a packed multipart of packed parts."""
_MOST: Final = 1_000_000
"""Bytes; AWS takes 16 KB, and a packed text may not fill the memory."""


def decoded(text: str, deep: int = _DEEP) -> Iterator[str]:
    """The text and everything in it that is base64, packed by gzip or a part of a multipart."""
    yield text
    for inner in _inside(text) if deep else ():
        yield from decoded(inner, deep - 1)


def _inside(text: str) -> Iterator[str]:
    if "multipart/" in text.lower():
        for part in message_from_string(text).walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield _unpacked(payload)
        return
    try:
        yield _unpacked(base64.b64decode("".join(text.split()), validate=True))
    except (binascii.Error, ValueError):
        return


def _unpacked(raw: bytes) -> str:
    if raw.startswith(b"\x1f\x8b"):
        try:
            raw = zlib.decompressobj(wbits=31).decompress(raw, _MOST)
        except zlib.error:
            return ""
    return raw.decode(errors="replace")
