"""What a name says of its value: a password whatever it looks like, a key where it looks like one.

`DB_PASSWORD: hunter2` has no shape that a pattern could know, and the digits of a key are those of
a checksum; only the name tells.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_PASSWORDS: Final = frozenset({"pass", "password", "passwd", "pwd", "passphrase", "passcode"})
_KEYS: Final = frozenset({"secret", "token", "key", "hmac", "credential", "credentials", "apikey"})
_VALUE: Final = frozenset({"value", "text", "plain", "plaintext", "default", "hex", "base64"})
"""Words behind the telling one that change nothing: `passwordValue`."""
_OF_A_THING: Final = frozenset({
    "cache", "field", "group", "hash", "header", "idempotency", "metadata", "object", "partition",
    "pagination", "primary", "public", "range", "routing", "s", "s3", "sort", "tag",
})  # fmt: skip
"""Words before `key` or `token` that make it the name of something: `s3Key`, `partitionKey`."""
_POINTER: Final = re.compile(
    r"arn:|\{\{|\{%|\$|/|<|https?://[^@]*\Z|ssm:|secretsmanager:|alias/|env:|\*+\Z", re.IGNORECASE
)
"""Where the value is, and not the value: an ARN, a parameter's path, a template's variable."""
_NO_VALUE: Final = frozenset({
    "", "true", "false", "yes", "no", "on", "off", "none", "null", "required", "optional",
    "enabled", "disabled", "always", "never", "string", "password", "secret", "token", "key",
})  # fmt: skip
_SHORTEST: Final = 4
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HEX: Final = re.compile(r"(?:0x)?(?:[0-9a-fA-F]{2}){16,}")
_DIGITS: Final = re.compile(r"\d[\d ,._-]{22,}\d")
_MIXED: Final = re.compile(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+/.~-]{16,}={0,2}")
_ASSIGNED: Final = re.compile(
    r"(?:^|[\s;&?\"'{,(-])(?P<name>[A-Za-z][\w.-]*)"
    r"(?:=|[\"']\s*:\s*|[ \t]*:[ \t]+(?=\S+\s*$))"
    r"(?P<quote>[\"']?)(?P<value>[^\s\"'&;,})]{4,})",
    re.MULTILINE,
)
"""`export NAME=value`, `"name": "value"`, a line `name: value`; not a sentence with a colon."""
_CODE: Final = re.compile(r"[A-Za-z_]+\Z|[A-Za-z_][\w.]*[.(\[]")
"""Without quotes, a program's variable, call or item."""


def told(name: str, value: str) -> str:
    """What kind of secret a value is by its name; empty where it is none."""
    words = _words(name)
    while len(words) > 1 and words[-1] in _VALUE:
        words = words[:-1]
    last = words[-1] if words else ""
    plain = value.strip()
    if plain.lower() in _NO_VALUE or _POINTER.match(plain) or _UUID.fullmatch(plain):
        return ""
    if last in _PASSWORDS and len(plain) >= _SHORTEST and "${" not in plain:
        return "a password"
    named = (last in _KEYS and (len(words) > 1 or last != "key")) or words[-2:] == ("api", "key")
    if named and _OF_A_THING.isdisjoint(words[:-1]) and _key_like(plain):
        return "a key or token"
    return ""


def told_in(text: str) -> Iterator[str]:
    """The same of every name and value that are written in a text, as a script does."""
    for found in _ASSIGNED.finditer(text):
        kind = told(found["name"], found["value"])
        if kind and (found["quote"] or not _CODE.match(found["value"])):
            yield kind


def _key_like(value: str) -> bool:
    return any(form.fullmatch(value) for form in (_HEX, _DIGITS, _MIXED))


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """In lower case; a last one that is written without a gap counts as two: `dbpassword`."""
    words = tuple(each.lower() for each in _WORD.findall(name))
    last = words[-1] if words else ""
    glued = [
        each for each in (_PASSWORDS | _KEYS) - {"pass"} if last.endswith(each) and last != each
    ]
    if not glued or last in _PASSWORDS | _KEYS:
        return words
    end = max(glued, key=len)
    return (*words[:-1], last.removesuffix(end), end)
