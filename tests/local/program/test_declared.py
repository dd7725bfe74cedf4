"""What the program would make, told to who does not run it."""

import io
import json
import sys
from pathlib import Path

import pytest
import yaml

from local.emulator.emulator import ROOT
from local.program.declared import KEPT, declared, main

REQUIRED = {"aws:allowedAccountIds": '["111122223333"]'}
KEY = {"prod": "sk_live_Hidden51"}


@pytest.mark.parametrize(("stack", "reserved"), [("dev", 139), ("staging", 351), ("prod", 643)])
def test_the_reserved_executions_are_the_program_s(stack: str, reserved: int) -> None:
    """Each stack's sum follows from its own settings, through the real program."""
    found = declared(stack, {**REQUIRED, "pspKey": KEY.get(stack, "sk_test_Hidden51")})
    executions = [each.get("reservedConcurrentExecutions", 0) for _, each in found]
    assert sum(int(str(each)) for each in executions) == reserved


def test_other_settings_reserve_other_numbers() -> None:
    """The sum is no constant: a smaller throttle reserves less."""
    config = {**REQUIRED, "pspKey": "sk_test_Hidden51", "throttle": '{"rate": 1, "burst": 1}'}
    found = declared("dev", config)
    assert 0 < sum(int(str(each.get("reservedConcurrentExecutions", 0))) for _, each in found) < 124


def test_nothing_secret_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the inputs just names and numbers come out, whatever the config holds."""
    config = {**REQUIRED, "pspKey": "sk_test_Hidden51", "webhookSecrets": '["whsec_Hidden52"]'}
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(config)))
    monkeypatch.setattr(sys, "argv", ["declared", "dev"])
    assert main() == 0
    told = capsys.readouterr().out
    assert "Hidden5" not in told
    assert {key for _, inputs in json.loads(told) for key in inputs} <= set(KEPT)


def test_a_program_that_fails_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line says what, and no traceback comes with it."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("{}"))
    monkeypatch.setattr(sys, "argv", ["declared", "dev"])
    assert main() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "SettingsError" in said.err
    assert "Traceback" not in said.err


def test_no_layer_is_built_for_it() -> None:
    """The stacks that have one are told without it: building it takes a network."""
    project = yaml.safe_load((Path(ROOT) / "Pulumi.yaml").read_text())
    assert project["config"]["dependencyLayer"]["default"] is True
    found = declared("dev", {**REQUIRED, "pspKey": "sk_test_Hidden51"})
    assert not [kind for kind, _ in found if "layer" in kind.lower()]
