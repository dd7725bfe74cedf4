"""Property values as the engine sends them (protobuf), as resource classes take them, compared.

The wire's special values are objects with a signature, or one magic text for an unknown value
(Pulumi, "Property values" of the provider protocol); the signatures are the SDK's own constants.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime import rpc

ASSETS = {rpc._special_archive_sig, rpc._special_asset_sig}  # noqa: SLF001 - the SDK exports no name for them
SIGNATURE = rpc._special_sig_key  # noqa: SLF001 - as above
SECRET = rpc._special_secret_sig  # noqa: SLF001 - as above
UNKNOWN = str(rpc.UNKNOWN)


@dataclass(frozen=True)
class Stored:
    """An archive or asset of an earlier run: of what it held, only the hash is kept."""

    hash: str


def plain(properties: Struct) -> dict[str, Any]:
    """The properties as resource classes take them: secrets unwrapped, whole numbers integers.

    An archive that comes from the program is Pulumi's own object; one of an earlier run, whose
    files may have changed since or be gone, is `Stored`.
    """
    return {key: _plain(value) for key, value in properties.fields.items()}


def live(properties: Struct) -> dict[str, Any]:
    """As `plain`, for what the program has just sent: archives can be opened."""
    return {
        key: rpc.deserialize_properties(value.struct_value)
        if _signed(value) in ASSETS
        else _plain(value)
        for key, value in properties.fields.items()
    }


def wire(values: Mapping[str, Any], secret: frozenset[str] = frozenset()) -> Struct:
    """Plain values as properties; those named in `secret` are marked."""
    found = Struct()
    found.update(
        {
            key: {SIGNATURE: SECRET, "value": value} if key in secret else value
            for key, value in values.items()
        }
    )
    return found


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[tuple[str, str, bool, bool]]:
    """Each place where two plain objects differ: its top key, its path, in the old, in the new.

    Null is the same as absent. Lists are compared by position, as the real plugin shows them.
    """
    for key in sorted({*old, *new}):
        for path, before, after in _differences(key, old.get(key), new.get(key)):
            yield key, path, before, after


def _differences(path: str, old: Any, new: Any) -> Iterator[tuple[str, bool, bool]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            inner = f'{path}["{key}"]' if "." in key else f"{path}.{key}"
            yield from _differences(inner, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        for at in range(max(len(old), len(new))):
            yield from _differences(f"{path}[{at}]", *(_item(side, at) for side in (old, new)))
    elif old != new:
        yield path, old is not None, new is not None


def _item(values: list[Any], at: int) -> Any:
    return values[at] if at < len(values) else None


def _signed(value: Value) -> str:
    """The signature of a special value; empty for an ordinary one."""
    if value.WhichOneof("kind") != "struct_value":
        return ""
    fields = value.struct_value.fields
    return fields[SIGNATURE].string_value if SIGNATURE in fields else ""


def _plain(value: Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _object(value)
    if kind == "list_value":
        return [_plain(inner) for inner in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    return None if kind in {None, "null_value"} else getattr(value, kind)


def _object(value: Value) -> Any:
    fields, signature = value.struct_value.fields, _signed(value)
    if signature == SECRET:
        return _plain(fields["value"])
    if signature in ASSETS:
        return Stored(fields["hash"].string_value)
    return {key: _plain(inner) for key, inner in fields.items()}
