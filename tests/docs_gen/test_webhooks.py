"""The page of webhooks is the code's: times, words and receivers."""

from pathlib import Path

import pytest

from docs_gen.webhooks import DOCS, EXAMPLES, LANGUAGES, WORDS, page, span, write
from runtime.domain.webhook_ports import FAILURES


def test_page_and_vectors_are_made_from_the_code(tmp_path: Path) -> None:
    """`docs/webhooks.md` and its vectors are generated; run `make docs` after a change."""
    write(tmp_path)
    for name in ("webhooks.md", "webhooks/vectors.json"):
        assert (tmp_path / name).read_bytes() == (DOCS / name).read_bytes()


def test_each_failure_has_its_meaning() -> None:
    """A word that a merchant reads of a delivery is on the page."""
    assert WORDS.keys() == FAILURES


def test_each_receiver_is_on_the_page_as_it_is_kept() -> None:
    """What tests run is what a reader copies; no file is left out."""
    kept = {path.name for path in EXAMPLES.iterdir()} - {"__pycache__"}
    assert kept == LANGUAGES.keys()
    for name in kept:
        assert (EXAMPLES / name).read_text().rstrip() in page()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(5, "5 s"), (300, "5 min"), (7200, "2 h"), (86_400, "24 h"), (90, "90 s")],
)
def test_a_time_is_written_as_a_person_says_it(seconds: int, text: str) -> None:
    """In the largest unit that holds it whole."""
    assert span(seconds) == text
