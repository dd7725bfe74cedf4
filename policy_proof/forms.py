"""What a resource is made of, without the names and numbers that only it has."""

import json
from typing import Any, Final

_WORDS: Final = frozenset({"Action", "Effect", "NotAction", "metricName", "namespace", "principal"})
"""Whose texts say what is meant, and not which one."""


def form_of(value: Any, key: str = "") -> Any:
    """The same structure with a stand-in for each text and number; of a list each form once.

    A text that is a document in JSON is read. Two resources of one form have the same properties,
    so a change of one of them says as much as the same change of the other.
    """
    if isinstance(value, str):
        return _of_text(value, key)
    if isinstance(value, dict):
        return {name: form_of(each, name) for name, each in sorted(value.items())}
    if isinstance(value, list):
        return sorted({repr(form_of(each, key)) for each in value})
    return value if isinstance(value, bool) or value is None else 0


def _of_text(text: str, key: str) -> Any:
    try:
        document = json.loads(text)
    except ValueError:
        return text if key in _WORDS else ""
    return form_of(document) if isinstance(document, (dict, list)) else ""
