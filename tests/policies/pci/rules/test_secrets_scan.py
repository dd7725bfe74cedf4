"""Secrets are found by their shape and their names, and what looks alike is left alone."""

import base64
import importlib
import inspect
import json
import pkgutil
from urllib.parse import quote

import detect_secrets.plugins
import pulumi
import pytest
from detect_secrets.plugins.base import RegexBasedDetector
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policies.pci import platform
from policies.pci.framework.tokens import (
    EVENT_TARGET,
    FUNCTION,
    SECRET_VERSION,
)
from policies.pci.rules.secrets_scan import Text, finds, kinds, random_looking, texts
from policies.pci.rules.stored_secrets import SECRET_NOT_IN_PROGRAM
from policy_proof.resources import resource
from tests.policies.case import blamed, joined, said
from tests.policies.schema import PLACES

KEYS = [
    joined("sk", "_live_", "a1b2c3d4e5f6"),
    joined("sk", "_test_", "a1b2c3d4e5f6"),
    joined("rk", "_live_", "a1b2c3d4e5f6"),
    joined("wh", "sec_", "a1b2c3d4e5f6"),
    joined("AK", "IA", "ABCDEFGHIJKLMNOP"),
    joined("-----BEGIN RSA ", "PRIVATE KEY-----"),
    joined("https://user:", "passw0rd", "@example.com"),
    joined("gh", "p_", "a" * 36),
]
CARD = "4242 4242 4242 4242"


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_found_wherever_it_stands(key: str) -> None:
    """In a sentence, in JSON, and in the base64 of a whole text."""
    for text in (key, f"it is {key}.", f'{{"k": "{key}"}}', hidden(f"export KEY={key}\n# more")):
        assert finds(text) == ("a key or token",)


def hidden(text: str) -> str:
    """User data as EC2 takes it."""
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("card", [CARD, CARD.replace(" ", ""), CARD.replace(" ", "-")])
def test_a_card_number_is_found(card: str) -> None:
    """Plain, in groups, in base64: thirteen to nineteen digits with a right check digit."""
    assert finds(f"card {card} end") == ("a card number",)
    assert finds(hidden(f"the number of the card is {card}, padding")) == ("a card number",)


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424241",
        "arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012",
        "111122223333",
        "2026-11-23T02:54:37.000000Z",
        "sk_standin",
        "python3.13",
        "AKIA",
        hidden("nothing to see here, only a plain text of some length"),
        "A" * 44,
    ],
)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    """A wrong check digit, identifiers, an account, a time, short words, plain base64."""
    assert finds(text) == ()


def test_a_generated_word_looks_random() -> None:
    """Long, of mixed characters and without order; a name or an ARN does not."""
    assert random_looking(joined("hG7xQ2vLp9", "ZrT4mKc8Wd", "Yn5Bj3Fs6A", "uE1oXq0VtN"))
    for text in (
        "tillstack-prod-payments-queue",
        "1h57kf5cpq17m0eml12EXAMPLE",
        "a" * 40,
        "arn:aws:sqs:eu-central-1:1:jobs",
    ):
        assert not random_looking(text)


def test_every_text_has_its_path() -> None:
    """Keys of objects, items of lists, what a text of JSON holds, and what it is called."""
    found = {one.path: (one.name, one.text) for one in texts(
        {"a": {"b": ["x", {"c": "y"}]}, "n": 1, "j": '{"d": {"e": "z"}}'}
    )}  # fmt: skip
    assert found == {
        "a.b[0]": ("b", "x"),
        "a.b[1].c": ("c", "y"),
        "j": ("j", '{"d": {"e": "z"}}'),
        "j.d.e": ("e", "z"),
    }


def test_a_name_beside_a_value_is_its_name() -> None:
    """As the environment of a container has it."""
    one, two = texts([{"name": "DB_PASSWORD", "value": "x"}])
    assert (one.name, two.name) == ("name", "DB_PASSWORD")


def test_numbers_and_uploads_are_texts_too() -> None:
    """A card number without quotes; code that is written into the program."""
    number = int(CARD.replace(" ", ""))
    assert blamed(platform.PLAINTEXT, resource(FUNCTION, {"environment": {"n": number}})) == ["it"]
    code = pulumi.AssetArchive({"main.py": pulumi.StringAsset(f"KEY = {KEYS[0]!r}")})
    assert [kinds(one, guess=False) for one in texts({"code": code})] == [["a key or token"]]


def test_a_key_of_an_object_is_looked_at_and_not_repeated() -> None:
    """It would stand in the message as a part of the path."""
    one = resource(FUNCTION, {"environment": {"variables": {KEYS[0]: "on"}}})
    ((_, _, message),) = said(platform.PLAINTEXT, one)
    assert "environment.variables.… holds a key or token" in message
    assert KEYS[0] not in message


PRINTABLE = st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters='\\"')
PLUGINS = [
    detector
    for module in pkgutil.iter_modules(detect_secrets.plugins.__path__)
    for name, detector in vars(
        importlib.import_module(f"detect_secrets.plugins.{module.name}")
    ).items()
    if inspect.isclass(detector)
    and issubclass(detector, RegexBasedDetector)
    and detector.__module__.endswith(f".{module.name}")
    and not inspect.isabstract(detector)
    and name not in {"RegexBasedDetector", "IPPublicDetector"}
]


@pytest.mark.parametrize("detector", PLUGINS, ids=lambda each: each.secret_type)
@settings(
    max_examples=10, phases=[Phase.generate], suppress_health_check=[HealthCheck.filter_too_much]
)
@given(data=st.data())
def test_every_form_that_the_library_knows_is_found(
    detector: type[RegexBasedDetector], data: st.DataObject
) -> None:
    """In clear and encoded once; the library is asked for its detectors, an address apart."""
    pattern = data.draw(st.sampled_from(list(vars(detector)["denylist"])))
    token = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=PRINTABLE))
    for text in (
        token,
        json.dumps({"k": token}),
        quote(f"{token} ", safe=""),
        base64.b64encode(f"some words before it {token}".encode()).decode(),
        f"some words before it {token}".encode().hex(),
    ):
        assert any("a key or token" in finds(one.text) for one in texts(text)), text


def test_every_property_of_every_allowed_type_is_looked_at() -> None:
    """From the provider's schema: as a text, deep inside, and as a text of JSON."""
    rules = [platform.PLAINTEXT, SECRET_NOT_IN_PROGRAM]
    deaf = {
        (kind, name)
        for kind, name in PLACES
        for value in (KEYS[0], [{"a": {"b": KEYS[0]}}], json.dumps({"a": [KEYS[0]]}))
        if not blamed(rules, resource(kind, {name: value}))
    }
    assert deaf == {(SECRET_VERSION, "secretStringWo")}
    assert len(PLACES) > 1000


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("input", {"password": "hunter2"}),
        ("input", {"card": {"number": 4242424242424242}}),
        ("input", {"environment": [{"name": "API_TOKEN", "value": "0f1e2d3c4b5a6978" * 2}]}),
        ("inputTransformer.inputTemplate", {"hmacKey": "123456789012345678901234567890123456789"}),
    ],
)
def test_what_another_service_is_handed_is_looked_into(path: str, value: object) -> None:
    """By the names inside it, as text of JSON and as base64 of that."""
    for text in (json.dumps(value), hidden(json.dumps(value))):
        inner: object = text
        for step in path.split(".")[:0:-1]:
            inner = {step: inner}
        one = resource(EVENT_TARGET, {path.split(".", maxsplit=1)[0]: inner})
        assert blamed(platform.PLAINTEXT, one) == ["it"], text


@pytest.mark.parametrize(
    ("name", "value", "suspect"),
    [
        ("SEED", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", True),
        ("SEED", "739184620573918462057391846205739184620"[:39], True),
        ("CODE_SHA256", "0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2, False),
        ("SEED", "0" * 32, False),
        ("TEXT", hidden("nothing to see here, only a plain text of some length"), False),
        ("ARN", "arn:aws:iam::111122223333:role/AVeryLong-RoleName-1A2B3C4D5E6F7G8H9", False),
    ],
)
def test_digits_of_a_key_are_suspect_where_people_write_what_they_want(
    name: str,
    value: str,
    suspect: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Unless their name says that they are a checksum's."""
    one = resource(FUNCTION, {"environment": {"variables": {name: value}}})
    assert (blamed(platform.PLAINTEXT, one) == ["it"]) is suspect
    assert kinds(Text("name", "name", value), guess=False) == []
