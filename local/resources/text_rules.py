"""What a rule of the table says of one text."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from local.resources.forms import FORMS


def fits(rule: Mapping[str, Any], text: str) -> bool:
    """Whether a text is what a rule demands."""
    if not text and rule.get("empty"):
        return True
    return (
        _enum(rule, text)
        and ("or" not in rule or any(fits(each, text) for each in rule["or"]))
        and all(FORMS[name].accepts(text) for name in rule.get("form", ()))
        and all(_pattern(each).search(text) for each in rule.get("match", ()))
        and _length(rule, text)
    )


def _enum(rule: Mapping[str, Any], text: str) -> bool:
    if "enum" not in rule:
        return True
    if rule.get("anycase"):
        return text.lower() in {each.lower() for each in rule["enum"]}
    return text in rule["enum"]


def _length(rule: Mapping[str, Any], text: str) -> bool:
    low, high = rule.get("length", (0, None))
    return low <= len(text.encode()) and (high is None or len(text.encode()) <= high)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """As the provider's language reads it: `$` is the very end."""
    return re.compile(re.sub(r"(?<!\\)\$(?=$|\))", r"\\Z", text), re.ASCII)


def words(rule: Mapping[str, Any]) -> str:
    """What a rule demands, as in "takes … as the input"."""
    parts = [_said(rule["enum"])] if "enum" in rule else []
    if "or" in rule:
        parts.append(" or ".join(words(each) for each in rule["or"]))
    parts += [FORMS[name].words for name in rule.get("form", ())]
    if "length" in rule:
        low, high = rule["length"]
        parts.append(
            f"a text of {low} to {high} characters" if low else f"at most {high} characters"
        )
    parts += [f"a text that matches {each}" for each in rule.get("match", ())]
    return " and ".join(parts) + (", or an empty text," if rule.get("empty") else "")


def _said(enum: list[str]) -> str:
    return enum[0] if len(enum) == 1 else f"one of {', '.join(enum)}"
