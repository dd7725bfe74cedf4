"""One rule for the texts and the nulls that somebody sends."""

import unicodedata
from typing import Any, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError

_UNSEEN: Final = frozenset({"Cf", "Cn", "Co"})
"""Categories that show nothing or differ from font to font: marks of direction, joiners, tags,
private and unassigned characters."""


def seen(value: Any) -> Any:
    """A text as a reader sees it: without invisible characters, and spaces at its ends.

    Whatever is no text is left as it is, for the model to judge.
    """
    if not isinstance(value, str):
        return value
    if not value.isascii():
        value = "".join(each for each in value if unicodedata.category(each) not in _UNSEEN)
    return value.strip()


def seen_within(longest: int) -> BeforeValidator:
    """`seen`, of a text that is no longer than this as it is sent, whatever is taken off it."""

    def judged(value: Any) -> Any:
        if isinstance(value, str) and len(value) > longest:
            raise PydanticKnownError("string_too_long", {"max_length": longest})
        return seen(value)

    return BeforeValidator(judged)


def without_nulls(document: Any) -> Any:
    """The document without the fields that are null, at every depth: null means absent."""
    if isinstance(document, dict):
        return {name: without_nulls(value) for name, value in document.items() if value is not None}
    if isinstance(document, list):
        return [without_nulls(value) for value in document]
    return document
