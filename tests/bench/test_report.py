"""The report prints every row, says what got worse, and keeps the best of each."""

from pathlib import Path

import pytest

from bench.reasons import UNKNOWN
from bench.report import BEST, MEASURED, NOTHING, main, read
from bench.results import row, save

FAST = row("accept", "ours beside raw", [1.0, 1.1], 1.2)
SLOW = row("accept", "ours beside raw", [1.5, 1.6], 1.2)
WIDE = row("drain", "ours beside empty", [0.9, 1.2], 0.7, at_least=True)


def report(folder: Path, *words: str) -> int:
    """One run of the command."""
    return main(words, folder=folder / "rows", kept=folder)


def test_a_first_report_is_kept_as_the_best(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to stand beside is nothing worse."""
    save([FAST], tmp_path / "rows")
    save([WIDE], tmp_path / "rows")
    assert report(tmp_path, "--keep") == 0
    assert read(tmp_path / MEASURED.name) == read(tmp_path / BEST.name) == [FAST, WIDE]
    assert "accept: ours beside raw" in capsys.readouterr().out


def test_what_got_worse_is_named_and_the_best_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with 1; what was measured is kept beside the best."""
    save([FAST], tmp_path / "rows")
    report(tmp_path, "--keep")
    save([SLOW], tmp_path / "rows")
    assert report(tmp_path, "--keep") == 1
    assert read(tmp_path / MEASURED.name) == [SLOW]
    assert read(tmp_path / BEST.name) == [FAST]
    said = capsys.readouterr().out
    assert "Worse than it has been: accept: ours beside raw." in said
    assert "missed" in said
    assert f"Misses its bound: {SLOW.name}; {UNKNOWN}." in " ".join(said.split())


def test_what_got_better_is_the_best_from_then_on(tmp_path: Path) -> None:
    """Without being asked nothing is kept."""
    save([SLOW], tmp_path / "rows")
    report(tmp_path, "--keep")
    save([FAST], tmp_path / "rows")
    assert report(tmp_path) == 0
    assert read(tmp_path / BEST.name) == [SLOW]
    report(tmp_path, "--keep")
    assert read(tmp_path / BEST.name) == [FAST]


def test_nothing_measured_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    assert report(tmp_path) == 1
    assert NOTHING in capsys.readouterr().out
