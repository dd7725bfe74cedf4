"""The events as a bus of Amazon EventBridge carries them: their schemas, in JSON Schema Draft 4."""

from collections.abc import Mapping
from typing import Any, Final

from runtime.domain.events import EventType

SOURCE: Final = "tillstack"
"""What every event's `source` is."""

_TEXT: Final = {"type": "string"}
_MERCHANT: Final = {**_TEXT, "description": "Whose payment it is, by the merchant's name."}
_ALIKE: Final = {
    "additionalProperties",
    "description",
    "enum",
    "items",
    "maximum",
    "minimum",
    "pattern",
    "required",
    "title",
    "type",
}
"""Words of our schemas that both drafts understand alike."""


def bus_schema(kind: EventType, event: Mapping[str, Any]) -> dict[str, Any]:
    """Draft 4 of what a rule's target receives, by `event`, the type's own schema (2020-12)."""
    detail = {key: value for key, value in event.items() if key not in {"$schema", "$defs"}}
    detail["properties"] = {**detail["properties"], "merchant": _MERCHANT}
    detail["required"] = [*detail["required"], "merchant"]
    around: dict[str, Any] = {
        "version": _TEXT,
        "id": {**_TEXT, "description": "EventBridge's own; another one at each time of telling."},
        "detail-type": {"enum": [str(kind)]},
        "source": {"enum": [SOURCE]},
        "account": {**_TEXT, "pattern": "^[0-9]{12}$"},
        "time": {**_TEXT, "format": "date-time"},
        "region": _TEXT,
        "resources": {"type": "array", "items": _TEXT},
        "detail": _draft_4(detail),
    }
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": str(kind),
        "definitions": {name: _draft_4(each) for name, each in event["$defs"].items()},
        "type": "object",
        "properties": around,
        "required": list(around),
    }


def _draft_4(schema: Any) -> Any:
    """The same said in Draft 4."""
    if not isinstance(schema, dict):
        return schema
    said: dict[str, Any] = {}
    for word, value in schema.items():
        said |= _said(word, value)
    return said


def _said(word: str, value: Any) -> dict[str, Any]:
    """One word of a schema.

    Raises:
        ValueError: nobody has looked at how Draft 4 says it.
    """
    if word == "const":
        return {"enum": [value]}
    if word == "$ref":
        return {word: value.replace("#/$defs/", "#/definitions/")}
    if word == "properties":
        return {word: {name: _draft_4(each) for name, each in value.items()}}
    if word == "anyOf":
        return {word: [_draft_4(each) for each in value]}
    if word in _ALIKE:
        return {word: _draft_4(value)}
    raise ValueError(f"Say in docs_gen/event_bus.py how Draft 4 says {word!r}.")
