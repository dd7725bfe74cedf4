"""Filter patterns of CloudWatch Logs for JSON lines, tried on events.

Two texts of one pattern rarely look alike, and one clause more can keep it from ever matching:
so a rule asks what a pattern matches, not what it looks like. CloudWatch Logs: "Filter pattern
syntax for metric filters". Array indexes and regular expressions are not understood.
"""

import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

Event = Mapping[str, Any]
Matches = Callable[[Event], bool]

_TOKEN: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*"|&&|\|\||!=|<=|>=|[()=<>]|[^\s()=!<>&|"]+)')


class PatternError(Exception):
    """A pattern that is not understood; says where, never what."""


def reads(pattern: str) -> Matches:
    """What `pattern` matches.

    Raises:
        PatternError: it is no pattern for JSON, or uses what is not understood here.
    """
    inner = pattern.strip()
    if not (inner.startswith("{") and inner.endswith("}")):
        raise PatternError("A pattern for JSON stands in braces.")
    return _Reader(inner[1:-1]).whole()


class _Reader:
    """Reads from left to right; `&&` binds closer than `||`."""

    def __init__(self, text: str) -> None:
        self._tokens = []
        at, text = 0, text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise PatternError(f"Column {at + 2} is not understood.")
            self._tokens.append(found[1])
            at = found.end()

    def whole(self) -> Matches:
        found = self._any()
        if self._tokens:
            raise PatternError("The pattern goes on after its end.")
        return found

    def _any(self) -> Matches:
        parts = [self._all()]
        while self._next("||"):
            parts.append(self._all())
        return lambda event: any(each(event) for each in parts)

    def _all(self) -> Matches:
        parts = [self._one()]
        while self._next("&&"):
            parts.append(self._one())
        return lambda event: all(each(event) for each in parts)

    def _one(self) -> Matches:
        if self._next("("):
            found = self._any()
            if not self._next(")"):
                raise PatternError("A parenthesis is not closed.")
            return found
        path, how = self._take(), self._take().upper()
        if not path.startswith("$.") or "[" in path:
            raise PatternError("A comparison begins with $. and a name.")
        if how in {"NOT", "EXISTS", "IS"}:
            asked = how if how == "EXISTS" else f"{how} {self._take().upper()}"
            return _asks(path, asked)
        return _compares(path, how, self._take())

    def _next(self, token: str) -> bool:
        if self._tokens and self._tokens[0] == token:
            del self._tokens[0]
            return True
        return False

    def _take(self) -> str:
        if not self._tokens:
            raise PatternError("The pattern ends too early.")
        return self._tokens.pop(0)


def _at(event: Event, path: str) -> Any:
    found: Any = event
    for key in path.removeprefix("$.").split("."):
        if not isinstance(found, Mapping) or key not in found:
            return ...
        found = found[key]
    return found


def _asks(path: str, asked: str) -> Matches:
    tests: Mapping[str, Callable[[Any], bool]] = {
        "EXISTS": lambda value: value is not ...,
        "NOT EXISTS": lambda value: value is ...,
        "IS NULL": lambda value: value is None,
        "IS TRUE": lambda value: value is True,
        "IS FALSE": lambda value: value is False,
    }
    if asked not in tests:
        raise PatternError("After IS stands NULL, TRUE or FALSE; after NOT stands EXISTS.")
    return lambda event: tests[asked](_at(event, path))


def _compares(path: str, how: str, wanted: str) -> Matches:
    """A field that is not there equals nothing and differs from nothing.

    Raises:
        PatternError: the comparison is one that is not understood.
    """
    if how not in {"=", "!="}:
        raise PatternError("Only =, !=, IS and EXISTS are understood.")
    text = wanted[1:-1] if wanted.startswith('"') else wanted
    if text.startswith("%"):
        raise PatternError("Regular expressions are not understood.")
    pattern = text.replace("[", "[[]")

    def matches(event: Event) -> bool:
        value = _at(event, path)
        return value is not ... and fnmatchcase(str(value), pattern) is (how == "=")

    return matches
