"""The one command that prints granted minus used."""

import json
from pathlib import Path

import pytest

from local.rights.granted import Right, granted
from local.rights.reviewed import rows
from local.rights.rights import main
from tests.fakes.recorder import program


def record(folder: Path, rights: set[Right]) -> list[str]:
    """What the command is given where these rights were used."""
    lines = [json.dumps(right._asdict()) for right in sorted(rights)]
    (folder / "1.jsonl").write_text("\n".join(lines))
    return ["--folder", str(folder)]


def used() -> set[Right]:
    """All that is granted, but what the table keeps."""
    table = rows()
    return {right for right in granted(program()) if not any(row.is_about(right) for row in table)}


def test_nothing_is_spare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where all but the reviewed was used the command says so, with its numbers."""
    assert main(record(tmp_path, used())) == 0
    assert "0 spare, 0 stale rows." in " ".join(capsys.readouterr().out.split())


def test_a_spare_right_and_a_stale_row_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Query that nothing asks for is printed, and so is a row whose right was used."""
    monkeypatch.setenv("COLUMNS", "250")
    query = {right for right in used() if right.action == "dynamodb:Query"}
    assert main(record(tmp_path, used() - query)) == 1
    said = capsys.readouterr().out
    assert said.count("nothing used it: take it away, or add a reason") == len(query)
    assert main(record(tmp_path, set(granted(program())))) == 1
    assert said != (again := capsys.readouterr().out)
    assert again.count("take the row away") == len(rows())


def test_without_a_record_it_says_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A difference of nothing would be no difference."""
    assert main(["--folder", str(tmp_path)]) == 1
    assert "run `make test-stacks` first" in capsys.readouterr().out
