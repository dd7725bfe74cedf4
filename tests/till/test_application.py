"""The command line as a whole: what every command has, and what a shell is told."""

from typing import Any

import pytest

from docs_gen.till import commands
from till.__main__ import main
from till.schemas import DOCUMENTS

COMMANDS = dict(commands())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_prints_json_by_a_schema(name: str) -> None:
    """But for `repoint`, whose output is JSON as it is."""
    options = {word for each in COMMANDS[name].params for word in each.opts}
    assert ("--json" in options) is (name in DOCUMENTS) is (name != "repoint")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_word_of_a_command_is_explained(name: str) -> None:
    """The command itself, its arguments and its options."""
    command = COMMANDS[name]
    assert command.help
    assert not [each.name for each in command.params if each.name != "help" and not each.help]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_says_how_it_is_used(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """0, with its own name."""
    assert main([*name.split(), "--help"]) == 0
    assert f"till {name}" in " ".join(capsys.readouterr().out.split())


def test_what_changes_for_good_is_asked_for() -> None:
    """Each such command has `--yes`, or only looks unless told to go."""
    asks = {name for name, one in COMMANDS.items() if _has(one, "--yes")}
    assert asks == {"dead-letters redrive", "erase", "notify resend", "review resolve"}
    assert _has(COMMANDS["redrive"], "--go")


def _has(command: Any, option: str) -> bool:
    return any(option in each.opts for each in command.params)


@pytest.mark.parametrize(
    "words", [["nothing"], ["list", "--nothing"], ["get"], ["redrive", "mails"], ["review"]]
)
def test_a_wrong_line_is_misuse(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """2, and where to read on; a group without a command shows its help."""
    assert main(words) == 2
    said = capsys.readouterr()
    assert "`till --help` says what there is." in said.err or "Usage: till review" in said.out


def test_a_shell_completes_commands_and_choices(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As bash asks: the words so far, and which one is being typed."""
    monkeypatch.setenv("_TILL_COMPLETE", "complete_bash")
    for line, at, found in (("till ex", "1", "explain"), ("till redrive no", "2", "notifications")):
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", at)
        with pytest.raises(SystemExit) as ended:
            main([])
        assert ended.value.code == 0
        assert found in capsys.readouterr().out.splitlines()
