"""The reviewed table: each property of our stacks' types matters, with its rule, or is harmless."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from policy_proof.schema import Property, properties
from policy_proof.stacks import STACKS, ours

TABLE: Final = Path(__file__).parent / "properties"
_EVERY: Final = "every"
_BELOW: Final = ".**"
_ROW: Final = re.compile(
    r"(?P<rules>[a-z0-9-]+(?: / [a-z0-9-]+)*)(?:: (?P<weak>.+?))?"
    r"(?: with (?P<beside>\S+=\S+))?(?: @ (?P<name>\S+))?(?: in (?P<program>.+))?"
)


class Matters(NamedTuple):
    """A property that a rule must speak of."""

    rules: tuple[str, ...]
    """One of them speaks; the address of the fault is theirs."""
    weak: frozenset[str]
    """What done to it makes the stack worse, in the words of `by_schema`; empty: whatever is."""
    beside: tuple[str, str] | None
    """What else must be so for it to have an effect: path and value."""
    name: str
    """The end of the one resource's name that it is about; empty: whichever."""
    program: str
    """The small program that shows it; empty: our full stack."""


class Row(NamedTuple):
    """A property with what a person thought of it."""

    type: str
    property: Property
    matters: Matters | None
    reason: str
    """Why it is harmless."""


def types() -> list[str]:
    """AWS's types in the four stacks."""
    return sorted({one.type for stack in STACKS for one in ours(stack) if one.type[:4] == "aws:"})


def rows() -> list[Row]:
    """Every property of every type, in the schema's order.

    Raises:
        LookupError: a property stands nowhere, or is said to be both.
    """
    return [_row(kind, each) for kind in types() for each in properties(kind)]


def stale() -> Iterator[str]:
    """What the table has and the schema, or our stacks, do not."""
    used = {(row.type, _key(row.type, row.property.path)) for row in rows()}
    paths = {row.property.path for row in rows()}
    for kind, path in _said():
        if kind == _EVERY and path not in paths:
            yield f"{kind} {path}"
        if kind != _EVERY and (kind, path) not in used:
            yield f"{kind} {path}"
    known = {f"{row.type} {row.property.path}" for row in rows()}
    yield from (f"words {each}" for each in words() if each not in known)


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """Type and path → AWS's words that the SDK's documentation does not name."""
    return {key: tuple(each) for key, each in _read().get("words", {}).items()}


@cache
def _read() -> Mapping[str, Any]:
    return {
        key: value
        for file in sorted(TABLE.glob("*.toml"))
        for key, value in tomllib.loads(file.read_text()).items()
    }


@cache
def _said() -> Mapping[tuple[str, str], tuple[bool, str]]:
    """Type and path as written → whether it matters, and the text."""
    found: dict[tuple[str, str], tuple[bool, str]] = {}
    for kind, parts in _read().items():
        for part in ("matters", "harmless") if kind != "words" else ():
            for path, text in parts.get(part, {}).items():
                if (kind, path) in found:
                    message = f"{kind} {path} is said to matter and to be harmless."
                    raise LookupError(message)
                found[kind, path] = (part == "matters", text)
    return found


def _row(kind: str, each: Property) -> Row:
    key = _key(kind, each.path)
    matters, text = _said().get((kind, key)) or _said().get((_EVERY, each.path)) or (False, "")
    if not text:
        message = f"{kind} {each.path} stands in no table of policy_proof/properties/."
        raise LookupError(message)
    return Row(kind, each, _matters(text) if matters else None, "" if matters else text)


def _key(kind: str, path: str) -> str:
    """The row that is about a path: its own, or the nearest `**` above it."""
    steps = path.split(".")
    above = [".".join(steps[:end]).removesuffix("[]") for end in range(len(steps), 0, -1)]
    for key in (path, *(f"{each}{_BELOW}" for each in above)):
        if (kind, key) in _said():
            return key
    return ""


def _matters(text: str) -> Matters:
    found = _ROW.fullmatch(text)
    if not found:
        message = f"No rule can be read from {text!r}."
        raise LookupError(message)
    path, _, value = (found["beside"] or "").partition("=")
    return Matters(
        tuple(found["rules"].split(" / ")),
        frozenset((found["weak"] or "").split()),
        (path, value) if path else None,
        found["name"] or "",
        found["program"] or "",
    )
