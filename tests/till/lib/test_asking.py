"""Asking before what can't be taken back."""

import io
from pathlib import Path

import pytest

from till.lib.asking import agreed
from till.lib.exits import CommandError, Exit

WHAT = "It goes away."


@pytest.mark.parametrize(("typed", "does"), [("gone\n", True), ("yes\n", False), ("", False)])
def test_only_the_whole_word_agrees(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    does: bool,  # noqa: FBT001 - a case.
) -> None:
    """What will happen is said first; the end of the input is no word."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert agreed("gone", WHAT, yes=False, as_json=False, outputs=None) is does
    said = capsys.readouterr()
    assert said.out == f"{WHAT} Type gone to go on: "
    assert ("Nothing was done." in said.err) is not does


def test_yes_is_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """For scripts."""
    assert agreed("gone", WHAT, yes=True, as_json=True, outputs=Path("-"))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("as_json", "outputs"), [(True, None), (False, Path("-"))])
def test_where_nobody_can_be_asked_yes_must_be_said(
    as_json: bool,  # noqa: FBT001 - a case.
    outputs: Path | None,
) -> None:
    """A program, and a standard input that holds the outputs."""
    with pytest.raises(CommandError, match="say --yes") as refused:
        agreed("gone", WHAT, yes=False, as_json=as_json, outputs=outputs)
    assert refused.value.exit_code is Exit.MISUSED
