"""Whether a text holds a secret or a card number. It says that, and never what.

The patterns are those of `detect-secrets`, which is loaded when the first text is looked at,
because that takes half a second.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import pulumi

from ..framework.cards import holds_card
from ..framework.encodings import readings
from .telling_names import told, told_in

_PLUGINS: Final = {
    "artifactory": "ArtifactoryDetector",
    "aws": "AWSKeyDetector",
    "azure_storage_key": "AzureStorageKeyDetector",
    "basic_auth": "BasicAuthDetector",
    "cloudant": "CloudantDetector",
    "discord": "DiscordBotTokenDetector",
    "github_token": "GitHubTokenDetector",
    "gitlab_token": "GitLabTokenDetector",
    "ibm_cloud_iam": "IbmCloudIamDetector",
    "ibm_cos_hmac": "IbmCosHmacDetector",
    "jwt": "JwtTokenDetector",
    "mailchimp": "MailchimpDetector",
    "npm": "NpmDetector",
    "openai": "OpenAIDetector",
    "private_key": "PrivateKeyDetector",
    "pypi_token": "PypiTokenDetector",
    "sendgrid": "SendGridDetector",
    "slack": "SlackDetector",
    "softlayer": "SoftlayerDetector",
    "square_oauth": "SquareOAuthDetector",
    "stripe": "StripeDetector",
    "telegram_token": "TelegramBotTokenDetector",
    "twilio": "TwilioKeyDetector",
}
"""Module of `detect_secrets.plugins` → its class: all that know a form.

Of the rest, `keyword` and the entropies ask less than `telling_names` and `random_looking`, and an
address is no secret.
"""

# Every kind and mode of Stripe's keys, test keys too: they belong into config secrets as well.
_PSP_KEY: Final = re.compile(r"\b(?:(?:sk|rk)_(?:live|test)|whsec)_\w{8,}")
# Longer than the ids that services hand out: Cognito's of a client has 26 characters.
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/_=-]{32,}")
_KEY_DIGITS: Final = re.compile(
    r"(?<![\w-])(?:0x)?(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{48}|[0-9a-fA-F]{64}"
    r"|\d{38,39}|\d{57,58}|\d{76,78})(?![\w-])"
)
"""128, 192 or 256 bits in hexadecimal or in decimal."""
_CHECKSUM: Final = re.compile(
    r"(sha\d*|md5|hash|digest|checksum|etag|fingerprint|thumbprint|commit|revision|version|id)\Z",
    re.IGNORECASE,
)
_POINTER: Final = re.compile(r"(?:arn:|https?://)[^\s\"'<>]+")
"""Long and mixed, and nobody's secret."""
_ENTROPY: Final = 4.5
"""Bits for each character, the library's own bound for base64."""
_HEX_ENTROPY: Final = 2.5
"""Less than the library's bound for hexadecimal, which a key of decimal digits stays under."""
_SHORTEST: Final = 4
_PAIRS: Final = (("name", "value"), ("key", "value"), ("parameterkey", "parametervalue"))
_LONG_NUMBER: Final = 10**13


class Text(NamedTuple):
    """A text of a property, wherever it stands in it."""

    path: str
    name: str
    """What it is called: the key that it stands under, or the `name` beside its `value`."""
    text: str


@lru_cache(maxsize=65_536)
def finds(text: str) -> tuple[str, ...]:
    """What kinds of secret are in a text, once each; also in what it says once it is decoded."""
    if len(text) < _SHORTEST:
        return ()
    every = dict.fromkeys(kind for each in readings(text) for kind in _in_clear(each))
    return tuple(every)


def _in_clear(text: str) -> Iterator[str]:
    if any(pattern.search(text) for pattern in _patterns()):
        yield "a key or token"
    if holds_card(text):
        yield "a card number"
    yield from told_in(text)


def random_looking(text: str, name: str = "") -> bool:
    """Whether a word of the text looks like a generated secret: long, mixed and without order.

    Hexadecimal or decimal digits, where they have a key's length and their name no checksum's.
    """
    plain = _POINTER.sub(" ", text)
    for word in _TOKEN.findall(plain):
        # What can be read once it is decoded is judged by what it says.
        inside = [*readings(word)][1:]
        if any(random_looking(each, name) for each in inside):
            return True
        if not inside and _mixed(word) and _bits(word) >= _ENTROPY:
            return True
    return not _CHECKSUM.search(name) and any(
        _bits(word) >= _HEX_ENTROPY for word in _KEY_DIGITS.findall(plain)
    )


def kinds(one: Text, *, guess: bool) -> list[str]:
    """What is wrong with a text; `guess`: whether its shape alone makes it suspect."""
    found = [*finds(one.text)]
    by_name = told(one.name, one.text)
    if by_name and by_name not in found:
        found.append(by_name)
    if not found and guess and random_looking(one.text, one.name):
        found.append("what looks like a secret")
    return found


def texts(value: Any, path: str = "", name: str = "") -> Iterator[Text]:
    """Every text in a property: also long numbers, objects' keys, in JSON, and what is uploaded."""
    if isinstance(value, str):
        yield Text(path, name, value)
        inner = _parsed(value)
        if inner is not None:
            yield from texts(inner, path, name)
    elif isinstance(value, int) and value >= _LONG_NUMBER:
        yield Text(path, name, str(value))
    elif isinstance(value, Mapping):
        yield from _of_object(value, path)
    elif isinstance(value, pulumi.StringAsset):
        yield from texts(value.text, path, name)
    elif isinstance(value, pulumi.RemoteAsset | pulumi.RemoteArchive):
        yield Text(path, name, value.uri)
    elif isinstance(value, pulumi.AssetArchive):
        yield from texts(value.assets, path, name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{path}[{index}]", name)


def _of_object(value: Mapping[str, Any], path: str) -> Iterator[Text]:
    called = {str(key).lower(): key for key in value}
    names = {
        called[its]: str(value[called[of]]) for of, its in _PAIRS if of in called and its in called
    }
    for key, inner in value.items():
        said = "…" if finds(str(key)) else key
        here = f"{path}.{said}" if path else said
        if said != key:
            yield Text(here, "", key)
        yield from texts(inner, here, names.get(key, key))


def _parsed(text: str) -> Any:
    """The object or list that a text is; none for any other text."""
    if text[:1] not in "{[" or not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    from importlib import import_module  # noqa: PLC0415 - see the module's docstring

    found = [_PSP_KEY]
    for module, name in _PLUGINS.items():
        detector = getattr(import_module(f"detect_secrets.plugins.{module}"), name)
        found += [_whole(each) for each in detector.denylist]
    return tuple(found)


def _whole(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Digits at its beginning are not the end of more: an account's number is no bot's."""
    begins = pattern.pattern.startswith(r"\d")
    return re.compile(rf"(?<!\d)(?:{pattern.pattern})", pattern.flags) if begins else pattern


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
