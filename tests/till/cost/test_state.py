"""The resources of a stack, from a file or from the engine."""

import io
import json
from pathlib import Path

import pytest

from tests.till._pulumi import put_on_path
from till.cost.fixed import Resource
from till.cost.state import read, resources_of
from till.lib.exits import CommandError, Exit
from till.lib.input import InputError

STATE = {
    "deployment": {
        "resources": [
            {"type": "pulumi:pulumi:Stack", "custom": False},
            {"type": "aws:kms/key:Key", "custom": True, "inputs": {"enableKeyRotation": True}},
            {"type": "aws:kms/alias:Alias", "custom": True},
        ]
    }
}
RESOURCES = [
    Resource("aws:kms/key:Key", {"enableKeyRotation": True}),
    Resource("aws:kms/alias:Alias", {}),
]
PULUMI = """#!/bin/sh
[ "$4" = moon ] && { echo "error: no stack named 'moon' found" >&2; exit 255; }
cat "$(dirname "$0")/$4.json"
"""


@pytest.fixture(name="engine")
def _engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `pulumi` that has the stacks `dev` and `empty`."""
    put_on_path(tmp_path, monkeypatch, PULUMI, {"dev": STATE, "empty": {"deployment": {}}})


def refusal(name: str | None) -> CommandError:
    """Why there is no such stack."""
    with pytest.raises(CommandError) as found:
        resources_of(None, name)
    return found.value


def test_a_file_goes_before_a_name(tmp_path: Path) -> None:
    """What is no resource of a cloud is none."""
    file = tmp_path / "state.json"
    file.write_text(json.dumps(STATE))
    assert resources_of(file, "moon") == RESOURCES


def test_the_standard_input_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind `pulumi stack export |`."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(STATE)))
    assert resources_of(Path("-"), None) == RESOURCES


@pytest.mark.usefixtures("engine")
def test_the_engine_is_asked_for_a_stack_by_name() -> None:
    """A stack that is none is not found, and one that was never up neither."""
    assert resources_of(None, "dev") == RESOURCES
    none, empty = refusal("moon"), refusal("empty")
    assert none.exit_code is empty.exit_code is Exit.NOT_FOUND
    assert "`pulumi` knows no state of a stack moon (error: no stack named 'moon'" in str(none)
    assert str(empty) == "The stack empty has no resources: `make up STACK=empty` makes them."


def test_without_an_engine_a_file_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names the option."""
    monkeypatch.setenv("PATH", str(tmp_path))
    found = refusal("dev")
    assert found.exit_code is Exit.NOT_FOUND
    assert str(found).endswith("is not on PATH. Name a file with --state.")


def test_somebody_must_be_named() -> None:
    """Neither a file nor a name is misuse."""
    found = refusal(None)
    assert found.exit_code is Exit.MISUSED
    assert str(found).startswith("Say which stack: --stack dev, or --state FILE")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"deployment": 1}',
        '{"deployment": {"resources": [1]}}',
        '{"deployment": {"resources": [{"type": "a", "custom": true, "inputs": [1]}]}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_state_is_refused(text: str) -> None:
    """In one sentence, without a word of what it holds."""
    with pytest.raises(InputError, match=r"^f is not what `pulumi stack export` writes\.$"):
        read(text, "f")


def test_a_file_of_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    """As a shell of Windows writes what it redirects; the option of the engine's own is named."""
    file = tmp_path / "state.json"
    file.write_text(json.dumps(STATE), encoding="utf-16")
    with pytest.raises(
        InputError, match=r"state\.json is no UTF-8: `pulumi .* --file state\.json`"
    ):
        resources_of(file, None)
