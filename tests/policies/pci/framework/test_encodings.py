"""What a text says once it is decoded, and that it says nothing where it is not encoded."""

import base64
import gzip
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.pci.framework.encodings import readings

SAID = "the same, said in clear: é"


def packed(text: str) -> str:
    """As user data is packed."""
    return base64.b64encode(gzip.compress(text.encode())).decode()


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: base64.encodebytes((text * 4).encode()).decode(),
        lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
        lambda text: text.encode().hex(),
        lambda text: text.encode().hex().upper(),
        quote,
        json.dumps,
        lambda text: "".join(f"\\x{ord(each):02x}" for each in text),
        lambda text: "".join(f"&#{ord(each)};" for each in text),
        packed,
    ],
)
@pytest.mark.parametrize("around", ["{}", "KEY={}", '{{"k": "{}"}}', "it is {} and more"])
def test_each_encoding_is_read(encode: Callable[[str], str], around: str) -> None:
    """Alone and as a word of a text."""
    written = encode(SAID)
    if "\n" not in written:
        written = around.format(written)
    assert any(SAID in each for each in readings(written))


@given(st.text(max_size=60))
def test_the_text_itself_is_read_first(text: str) -> None:
    """Whatever it is; and nothing makes it fail."""
    assert next(iter(readings(text))) == text
    assert all(isinstance(each, str) for each in readings(text))


@pytest.mark.parametrize("text", ["a plain text", "tillstack-prod-payments", "A" * 3, "%zz", "{"])
def test_a_plain_text_says_one_thing(text: str) -> None:
    """What only looks encoded is left alone."""
    assert list(readings(text)) == [text]


def test_a_packed_text_fills_no_memory() -> None:
    """A bomb is read to its first megabyte."""
    bomb = base64.b64encode(gzip.compress(b"0" * 50_000_000)).decode()
    assert max(map(len, readings(bomb))) <= 1_000_000
