"""Values as the provider's protocol carries them: msgpack, with a mark for what is unknown."""

from typing import Any, Final

import msgpack

_UNKNOWN_CODE: Final = 0


class _Unknown:
    """A value that only a deployment shows."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()


def dynamic(value: Any) -> dict[str, bytes]:
    """A value as the field of a request."""
    return {"msgpack": msgpack.packb(value, default=_packed, use_bin_type=True)}


def _packed(value: Any) -> msgpack.ExtType:
    if value is UNKNOWN:
        return msgpack.ExtType(_UNKNOWN_CODE, b"\0")
    message = f"A {type(value).__name__} is no value of the protocol."
    raise TypeError(message)


def value(field: Any) -> Any:
    """What a field of an answer holds; None where it holds nothing."""
    if not field.msgpack:
        return None
    return msgpack.unpackb(
        field.msgpack, ext_hook=lambda _code, _data: UNKNOWN, strict_map_key=False
    )
