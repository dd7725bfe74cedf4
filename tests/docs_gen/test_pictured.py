"""One command prints the page, or draws the picture and prints nothing."""

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from docs_gen.pictured import write


def figure() -> Figure:
    """A line."""
    drawing = Figure()
    drawing.subplots().plot([1, 2])
    return drawing


def said(words: list[str]) -> None:
    """What the command does with these words."""
    write("a_page", "A page.", lambda: "# A page\n", figure, words)


def test_the_page_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """No line is added to it."""
    said([])
    assert capsys.readouterr().out == "# A page\n"


def test_the_same_picture_is_the_same_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It holds neither a date nor ids that are drawn anew."""
    for name in ("once.svg", "again.svg"):
        said(["--picture", str(tmp_path / name)])
    assert capsys.readouterr().out == ""
    once = (tmp_path / "once.svg").read_bytes()
    assert once.startswith(b"<?xml")
    assert once == (tmp_path / "again.svg").read_bytes()
