"""Every text in a resource's properties, with where it stands and what it is for.

JSON and YAML in a text are read as what they say, and base64 is decoded once. Of a policy document
only what lets somebody in is a place: a denial that names a stranger keeps him out.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from typing import Any, Final, NamedTuple

import pulumi
import yaml


class Use(Enum):
    """What a text is for."""

    VALUE = "value"
    PRINCIPAL = "principal"
    CONDITION = "condition"
    RESOURCE = "resource"
    """Of an identity's or a resource's policy."""


class Place(NamedTuple):
    """One text."""

    path: str
    key: str
    """The nearest name around it: a property's, a condition's key, a principal's kind."""
    text: str
    use: Use = Use.VALUE


_YAML: Final = re.compile(r"\s*(---|openapi:|swagger:|AWSTemplateFormatVersion:|Resources:)")
"""How an API's definition or a template begins."""
_BASE64: Final = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}\s*")
_WORDS: Final = frozenset({
    "$id", "$ref", "$schema", "comment", "description", "displayName", "externalDocs", "summary",
    "tags", "tagsAll", "termsOfService", "title",
})  # fmt: skip
"""Read by people, or names of a schema: nothing is sent there and nobody let in."""
_FREE: Final = "variables"
"""The names in it are the author's, and mean nothing."""


def places(value: Any, path: str = "", key: str = "") -> Iterator[Place]:
    """Every place in a value; unknown ones have none."""
    if isinstance(value, str):
        yield from _text(value, path, key)
    elif isinstance(value, Mapping):
        yield from _mapping(value, path, free=key == _FREE)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from places(each, f"{path}[{index}]", key)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Place(path, key, str(value))
    elif isinstance(value, pulumi.AssetArchive):
        yield from places(dict(value.assets), path, key)
    elif isinstance(value, (pulumi.RemoteAsset, pulumi.RemoteArchive)):
        # What a local asset holds is code of ours, which other tools read.
        yield Place(f"{path}.uri", "uri", str(value.uri))


def _text(text: str, path: str, key: str) -> Iterator[Place]:
    inside = written_in(text)
    if inside is None:
        yield Place(path, key, text)
        if _BASE64.fullmatch(text) and (said := _decoded(text)):
            yield from _text(said, path, key)
    else:
        yield from places(inside, path, key)


@lru_cache(maxsize=16_384)
def written_in(text: str) -> Any:
    """The object or the list that a text writes; else nothing."""
    written: list[Callable[[str], Any]] = []
    if text[:1] in {"{", "["} or text[:1].isspace():
        written.append(json.loads)
    if _YAML.match(text):
        written.append(yaml.safe_load)
    for read in written:
        # A text may be YAML of a mere text, as the PEM of a certificate is.
        with suppress(ValueError, yaml.YAMLError):
            if isinstance(found := read(text), (dict, list)):
                return found
    return None


def _decoded(text: str) -> str:
    """What a text says if it is base64; else nothing."""
    try:
        return base64.b64decode(text).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _mapping(found: Mapping[str, Any], path: str, *, free: bool = False) -> Iterator[Place]:
    for key, value in found.items():
        lower, at = key.lower(), f"{path}.{key}" if path else key
        if key in _WORDS and not free:
            continue
        if ":" in key or key.isdigit():
            yield Place(at, "", key)
        if lower == "statement":
            for index, one in enumerate(value if isinstance(value, list) else [value]):
                here = f"{at}[{index}]"
                yield from _statement(one, here) if isinstance(one, Mapping) else places(one, here)
        else:
            yield from places(value, at, key)


def _statement(one: Mapping[str, Any], path: str) -> Iterator[Place]:
    body = {key.lower(): (key, value) for key, value in one.items()}
    effect = str(body.get("effect", ("", ""))[1]).lower()
    if effect not in {"allow", "deny"}:
        yield from _mapping(one, path)
        return
    denies = effect == "deny"
    for lower, (key, value) in body.items():
        at = f"{path}.{key}"
        if lower == ("notprincipal" if denies else "principal"):
            yield from _principals(value, at)
        elif lower == ("notresource" if denies else "resource"):
            yield from _used(value, at, key, Use.RESOURCE)
        elif lower == "condition" and isinstance(value, Mapping):
            yield from _conditions(value, at, denies=denies)


def _principals(value: Any, path: str) -> Iterator[Place]:
    for kind, names in value.items() if isinstance(value, Mapping) else [("*", value)]:
        yield from _used(names, f"{path}.{kind}".removesuffix(".*"), kind, Use.PRINCIPAL)


def _conditions(value: Mapping[str, Any], path: str, *, denies: bool) -> Iterator[Place]:
    for operator, keys in value.items():
        # What a denial spares is what it lets through.
        if isinstance(keys, Mapping) and denies == ("not" in operator.lower()):
            for key, values in keys.items():
                yield from _used(values, f"{path}.{operator}.{key}", key, Use.CONDITION)


def _used(value: Any, path: str, key: str, use: Use) -> Iterator[Place]:
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _used(each, f"{path}[{index}]", key, use)
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        yield Place(path, key, str(value), use)
