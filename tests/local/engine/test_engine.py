"""The commands of `make`: what they say when something is missing."""

import json
from pathlib import Path

import pytest

from local.emulator.emulator import ROOT
from local.engine.engine import deployed, main
from local.engine.workspace import EngineError
from tests.local._pulumi import stand_in

CONFIG = {
    "aws:region": {"value": "eu-central-1"},
    "aws:allowedAccountIds": {"value": '["111122223333"]'},
    "tillstack:senderAddress": {"value": "payments@shop.example.com"},
    "tillstack:pspKey": {"value": "sk_test_nobody", "secret": True},
}


@pytest.fixture(autouse=True)
def _engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `pulumi` that is new enough, logged in to nothing, and knows no stack."""
    monkeypatch.setenv("PATH", stand_in(tmp_path / "bin", version="v3.259.0", refuses="whoami"))


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence on stderr."""
    return capsys.readouterr().err.strip()


def test_a_stack_without_a_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown stack is one sentence with the stacks that there are, and nothing is made."""
    assert main(["preview", "--stack", "moon", "--engine", "local"], tmp_path / "home") == 1
    assert "no stack 'moon'; choose one of dev, local, prod, staging" in said(capsys)
    assert not (tmp_path / "home" / "moon").exists()


def test_a_refresh_needs_the_emulator(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without its emulator there is nothing to look at, and the sentence says how to start it."""
    assert main(["refresh", "--stack", "dev", "--engine", "local"], tmp_path) == 1
    assert said(capsys) == (
        "The emulator of dev is not running; start it with: make up STACK=dev ENGINE=local"
    )


def test_nothing_is_destroyed_where_nothing_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a stack `destroy` says so and succeeds: no emulator starts, no engine runs."""
    assert main(["destroy", "--stack", "dev", "--engine", "local"], tmp_path) == 0
    assert capsys.readouterr().out == "Nothing of dev is up.\n"
    assert not (tmp_path / "dev" / "cloud.log").exists()
    assert "destroy" not in (tmp_path / "bin" / "calls").read_text()


def test_a_real_account_is_checked_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real engine does not start before what it needs is there."""
    assert main(["up", "--stack", "prod"], tmp_path) == 1
    assert "`pulumi login`" in said(capsys)


@pytest.mark.parametrize("command", ["preview", "up", "refresh", "destroy"])
def test_pulumi_finds_the_project_s_uv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Pulumi's Python host runs program and policies with uv; a user need not have one."""
    monkeypatch.setenv("PATH", stand_in(tmp_path / "full", config=json.dumps(CONFIG)))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert main([command, "--stack", "dev"], tmp_path) == 0
    found = dict(line.split(" ", 1) for line in (tmp_path / "full" / "uv").read_text().splitlines())
    assert found.keys() >= {command, "config", "stack"}
    assert set(found.values()) == {f"{ROOT / '.venv' / 'bin' / 'uv'} 1"}


def test_an_old_engine_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An engine older than the tested one is one sentence with both versions."""
    monkeypatch.setenv("PATH", stand_in(tmp_path / "old", version="v3.1.0"))
    assert main(["preview"], tmp_path) == 1
    assert "Pulumi 3.1.0 is too old; install 3.259.0 or newer" in said(capsys)


def test_a_missing_engine_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without `pulumi` on PATH the sentence says where to get it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["preview"], tmp_path) == 1
    assert said(capsys).startswith("`pulumi` is not on PATH; install it")


def test_a_stack_that_is_down_is_not_handed_out(tmp_path: Path) -> None:
    """Nobody gets the outputs of a stack that is not up."""
    with pytest.raises(EngineError, match="is not up; start it with: make up STACK=local"):
        deployed("local", tmp_path)
