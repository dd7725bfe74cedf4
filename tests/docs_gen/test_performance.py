"""The page about speed has every row that was kept, and says which miss."""

from pathlib import Path

from bench.reasons import UNKNOWN
from bench.report import MEASURED, read
from bench.results import row
from docs_gen.environments import ROOT
from docs_gen.performance import PICTURE, figure, main, page

HELD = row("accept", "ours beside raw", [1.0, 1.1, 1.2], 1.2)
MISSED = row("drain", "ours beside empty", [0.5], 0.7, at_least=True)


def test_the_page_is_what_was_kept() -> None:
    """`docs/performance.md` is generated; run `make docs` after `make bench KEEP=1`."""
    assert (ROOT / "docs" / "performance.md").read_text() == page(read(MEASURED))


def test_a_row_has_its_spread_and_whether_it_misses() -> None:
    """And the page counts those that do."""
    found = page([HELD, MISSED])
    assert "| accept: ours beside raw | 1.10 | 1.00 | 1.20 | ≤ 1.20 |  |" in found
    assert (
        f"| drain: ours beside empty | 0.50 | 0.50 | 0.50 | ≥ 0.70 | missed: {UNKNOWN} |" in found
    )
    assert "1 of 2 rows miss their bound." in found


def test_the_picture_names_every_row(tmp_path: Path) -> None:
    """One line each; the same rows are the same file."""
    (axes,) = figure([HELD, MISSED]).axes
    assert [each.get_text() for each in axes.get_yticklabels()] == [HELD.name, MISSED.name]
    for name in ("one.svg", "two.svg"):
        main(["--picture", str(tmp_path / name)])
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert PICTURE.exists()
