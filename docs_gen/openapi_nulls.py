"""Null means absent: what a request may leave out may also be null, in the API's document too."""

from collections.abc import Mapping
from typing import Any, Final

_NULL: Final = {"type": "null"}


def allow_nulls(schema: dict[str, Any]) -> None:
    """Let each optional field of an object's schema, and each value of a map, be null."""
    required = schema.get("required", [])
    for name, field in schema["properties"].items():
        values = field.get("patternProperties", {})
        values.update({pattern: _or_null(value) for pattern, value in values.items()})
        if name not in required:
            schema["properties"][name] = _or_null(field)


def _or_null(field: Mapping[str, Any]) -> dict[str, Any]:
    if _NULL in field.get("anyOf", []):
        return dict(field)
    outside = {key: field[key] for key in ("default", "description", "title") if key in field}
    inside = {key: value for key, value in field.items() if key not in outside}
    return {**outside, "anyOf": [inside, _NULL]}
