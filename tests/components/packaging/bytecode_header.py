"""What a `.pyc` says of itself (PEP 552, and CPython's list of magic numbers)."""

from typing import Final

_MAGIC: Final = (3571).to_bytes(2, "little") + b"\r\n"
"""Of every CPython 3.13: the number has not changed since its last release candidate."""
_HASHED, _CHECKED = 0b01, 0b10


def unchecked(content: bytes) -> bool:
    """Whether Python 3.13 reads it without a look at its source."""
    flags = int.from_bytes(content[4:8], "little")
    return content[:4] == _MAGIC and flags & (_HASHED | _CHECKED) == _HASHED
