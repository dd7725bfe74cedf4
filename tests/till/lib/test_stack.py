"""Which stack is meant."""

import json
from pathlib import Path

import pytest

from tests.till._pulumi import put_on_path
from tests.till.lib.test_input import GIVEN
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs
from till.lib.stack import LOCAL_OUTPUTS, client, on_this_machine, stack_of

PULUMI = """#!/bin/sh
[ "$5" = dev ] || { echo "error: no stack named '$5' found" >&2; exit 255; }
cat "$(dirname "$0")/outputs.json"
"""


@pytest.fixture(name="engine")
def _engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `pulumi` that knows the outputs of the stack `dev`."""
    return put_on_path(tmp_path, monkeypatch, PULUMI, {"outputs": GIVEN})


def refusal(name: str | None, root: Path) -> CommandError:
    """Why there is no such stack."""
    with pytest.raises(CommandError) as found:
        stack_of(None, name, root)
    return found.value


def test_a_file_goes_before_a_name(tmp_path: Path) -> None:
    """What is written out is what is meant."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({**GIVEN, "gateway_url": "https://file.example.com"}))
    assert stack_of(file, "dev", tmp_path).gateway_url == "https://file.example.com"


@pytest.mark.usefixtures("engine")
def test_pulumi_is_asked_for_a_stack_by_name(tmp_path: Path) -> None:
    """With what `pulumi stack output --json` prints."""
    assert stack_of(None, "dev", tmp_path).payments_table == GIVEN["payments_table"]


@pytest.mark.usefixtures("engine")
def test_a_stack_that_is_none_is_not_found(tmp_path: Path) -> None:
    """In the engine's words, and with how to see which there are."""
    error = refusal("moon", tmp_path)
    assert error.exit_code is Exit.NOT_FOUND
    assert "no stack named 'moon'" in str(error)
    assert "pulumi stack ls" in str(error)


def test_a_stack_that_is_down_is_not_found(engine: Path, tmp_path: Path) -> None:
    """Its outputs lack what a command needs."""
    (engine / "outputs.json").write_text("{}")
    error = refusal("dev", tmp_path)
    assert error.exit_code is Exit.NOT_FOUND
    assert "payments_table" in str(error)


def test_without_pulumi_no_name_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for that of `make local`, which writes a file."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "`make local` is not up" in str(refusal("local", tmp_path))
    (tmp_path / LOCAL_OUTPUTS).parent.mkdir()
    (tmp_path / LOCAL_OUTPUTS).write_text(json.dumps(GIVEN))
    assert stack_of(None, "local", tmp_path).merchants_table == GIVEN["merchants_table"]


def test_nothing_named_is_misuse(tmp_path: Path) -> None:
    """The sentence has all three ways."""
    error = refusal(None, tmp_path)
    assert error.exit_code is Exit.MISUSED
    assert "--stack dev, --stack local for `make local`, or --outputs FILE" in str(error)


@pytest.mark.usefixtures("gateway")
def test_a_local_stack_is_never_looked_for_at_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of the same name in a real account would be asked with real credentials."""
    local = Outputs.model_validate({**GIVEN, "gateway_url": "http://127.0.0.1:4566/live"})
    with pytest.raises(CommandError, match="AWS_ENDPOINT_URL"):
        client(local, "dynamodb")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    assert client(local, "dynamodb").meta.endpoint_url == "http://127.0.0.1:4566"


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:4566", True),
        ("http://localhost", True),
        ("http://[::1]:1", True),
        ("https://api.example.com", False),
        ("https://10.0.0.1", False),
        ("", False),
    ],
)
def test_the_loopback_is_this_machine(url: str, here: bool) -> None:  # noqa: FBT001 - a case.
    """By name or by number."""
    assert on_this_machine(url) is here
