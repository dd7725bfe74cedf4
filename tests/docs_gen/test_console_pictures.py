"""The pictures of the console."""

import pytest

from docs_gen.chromium import HEIGHT, WIDTH
from docs_gen.console_pictures import DOCS, PICTURES

README = (DOCS.parent / "README.md").read_text()
MOST_BYTES = 120_000


@pytest.mark.parametrize("name", [name for name, *_ in PICTURES])
def test_each_picture_is_there_small_and_shown(name: str) -> None:
    """A PNG of the window's size; the README or the console's page shows it."""
    content = (DOCS / name).read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20]) == WIDTH
    assert int.from_bytes(content[20:24]) == HEIGHT
    assert len(content) < MOST_BYTES
    assert f"({name})" in (DOCS / "console.md").read_text()


def test_the_readme_shows_the_console() -> None:
    """One of them."""
    assert "](docs/console-now.png)" in README
