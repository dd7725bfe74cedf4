"""The command line."""

from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.till.engine_events import HIDDEN, step, summary, text
from till.__main__ import main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A preview with a secret in it."""
    path = tmp_path / "preview.json"
    inputs = {"secretStringWo": HIDDEN, "name": "hunter2"}
    path.write_text(text([step("create", "aws:sqs/queue:Queue", "q", None, inputs), summary()]))
    return path


@pytest.mark.parametrize("more", [[], ["--markdown", "--title", "Preview of dev"]])
def test_a_preview_is_told_without_its_values(
    file: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Both forms name the resource and print no property's value."""
    assert main(["preview", "--file", str(file), *more]) == 0
    printed = capsys.readouterr().out
    assert "aws:sqs:Queue" in printed
    assert "hunter2" not in printed
    assert ("## Preview of dev" in printed) is bool(more)


def test_a_wrong_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file and one that is no preview end with 2 and say why."""
    wrong = tmp_path / "wrong.json"
    assert main(["preview", "--file", str(wrong)]) == 2
    wrong.write_text("{}")
    assert main(["preview", "--file", str(wrong)]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "wrong.json" in first
    assert "no preview" in second


def test_the_command_is_installed() -> None:
    """`make setup` puts `till` into `.venv/bin`, and it is this function."""
    (command,) = entry_points(group="console_scripts", name="till")
    assert command.load() is main
