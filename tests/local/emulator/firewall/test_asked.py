"""What a rule can look at."""

import pytest

from local.emulator.firewall.asked import Asked

ASKED = Asked("GET", "/a%2Fb", "q=1%2B1&q=&r=x+y", {"cookie": "c", "x-y": "z"}, b"\xff{}")


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        ("arguments", ["1+1", "", "x y"]),
        ("body", ["\ufffd{}"]),
        ("cookie", ["c"]),
        ("headers", ["cookie: c", "x-y: z"]),
        ("method", ["GET"]),
        ("path", ["/a/b"]),
        ("path as sent", ["/a%2Fb"]),
        ("query", ["q=1+1&q=&r=x y"]),
        ("query as sent", ["q=1%2B1&q=&r=x+y"]),
        ("user-agent", [""]),
    ],
)
def test_a_place_has_its_texts(place: str, texts: list[str]) -> None:
    """Each value by itself, decoded once; a header that was not sent is empty."""
    assert list(ASKED.texts(place)) == texts


def test_a_place_that_is_none_is_an_error() -> None:
    """A rule with a slip of the pen must not let everything through."""
    with pytest.raises(KeyError, match="qeury"):
        ASKED.texts("qeury")
