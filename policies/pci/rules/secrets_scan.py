"""Whether a text holds a secret or a card number. It says that, and never what.

The patterns are those of `detect-secrets`, which is loaded when the first text is looked at,
because that takes half a second.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

_PLUGINS: Final = {
    "aws": "AWSKeyDetector",
    "azure_storage_key": "AzureStorageKeyDetector",
    "basic_auth": "BasicAuthDetector",
    "github_token": "GitHubTokenDetector",
    "gitlab_token": "GitLabTokenDetector",
    "jwt": "JwtTokenDetector",
    "private_key": "PrivateKeyDetector",
    "pypi_token": "PypiTokenDetector",
    "sendgrid": "SendGridDetector",
    "slack": "SlackDetector",
    "square_oauth": "SquareOAuthDetector",
}
"""Module of `detect_secrets.plugins` → its class. Those with many false alarms are left out."""

# Every kind and mode of Stripe's keys, test keys too: they belong into config secrets as well.
_PSP_KEY: Final = re.compile(r"\b(?:(?:sk|rk)_(?:live|test)|whsec)_\w{8,}")
_CARD: Final = re.compile(r"(?<![\w.:/-])\d(?:[ -]?\d){12,18}(?![\w./-])")
# Longer than the ids that services hand out: Cognito's of a client has 26 characters.
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/_=-]{32,}")
_BASE64: Final = re.compile(r"\A[A-Za-z0-9+/\s]{40,}={0,2}\s*\Z")
_ENTROPY: Final = 4.5
"""Bits for each character, the library's own bound for base64."""


def finds(text: str) -> Iterator[str]:
    """What kinds of secret are in a text, once each; also in the base64 of a whole text."""
    for each in (text, *_decoded(text)):
        if any(pattern.search(each) for pattern in _patterns()):
            yield "a key or token"
        if any(_luhn(match.group()) for match in _CARD.finditer(each)):
            yield "a card number"


def random_looking(text: str) -> bool:
    """Whether a word of the text looks like a generated secret: long, mixed and without order."""
    return any(_mixed(word) and _bits(word) >= _ENTROPY for word in _TOKEN.findall(text))


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a property, keys of objects included, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{path}[{index}]")


def _decoded(text: str) -> Iterator[str]:
    if _BASE64.match(text):
        try:
            yield base64.b64decode(text, validate=False).decode()
        except (binascii.Error, UnicodeDecodeError):
            return


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    from importlib import import_module  # noqa: PLC0415 - see the module's docstring

    found = [_PSP_KEY]
    for module, name in _PLUGINS.items():
        detector = getattr(import_module(f"detect_secrets.plugins.{module}"), name)
        found += [re.compile(pattern) for pattern in detector.denylist]
    return tuple(found)


def _luhn(digits: str) -> bool:
    """The check digit of a card number (ISO/IEC 7812-1)."""
    numbers = [int(each) for each in digits if each.isdigit()][::-1]
    doubled = [sum(divmod(2 * each, 10)) for each in numbers[1::2]]
    return (sum(numbers[::2]) + sum(doubled)) % 10 == 0


def _mixed(word: str) -> bool:
    return (
        any(c.isdigit() for c in word)
        and any(c.isupper() for c in word)
        and any(c.islower() for c in word)
    )


def _bits(word: str) -> float:
    from detect_secrets.plugins.high_entropy_strings import (  # noqa: PLC0415 - as above
        Base64HighEntropyString,
    )

    return float(Base64HighEntropyString().calculate_shannon_entropy(word))
