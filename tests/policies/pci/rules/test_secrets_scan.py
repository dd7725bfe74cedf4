"""Secrets are found by their shape, and what looks alike is left alone."""

import base64

import pytest

from policies.pci.rules.secrets_scan import finds, random_looking, texts
from tests.policies.case import joined

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
        assert list(finds(text)) == ["a key or token"]


def hidden(text: str) -> str:
    """User data as EC2 takes it."""
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("card", [CARD, CARD.replace(" ", ""), CARD.replace(" ", "-")])
def test_a_card_number_is_found(card: str) -> None:
    """Plain, in groups, in base64: thirteen to nineteen digits with a right check digit."""
    assert list(finds(f"card {card} end")) == ["a card number"]
    assert list(finds(hidden(f"the number of the card is {card}, padding"))) == ["a card number"]


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
    assert list(finds(text)) == []


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
    """Keys of objects and items of lists."""
    found = dict(texts({"a": {"b": ["x", {"c": "y"}]}, "n": 1}))
    assert found == {"a.b[0]": "x", "a.b[1].c": "y"}
