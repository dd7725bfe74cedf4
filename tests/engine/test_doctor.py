"""The doctor with the real engine, on a copy of the project, as a new user meets it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from local.emulator.emulator import ROOT
from tests._ports import free_ports

pytestmark = pytest.mark.engine

KEY = "sk_test_Hidden51"
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".local", ".*_cache", ".hypothesis")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(name="run")
def _run(tmp_path: Path) -> Run:
    """A command in a copy of the project, with a state of its own and nobody as AWS."""
    copy, state = tmp_path / "copy", tmp_path / "state"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    state.mkdir()
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith("AWS_")},
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nobody",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{next(iter(free_ports()))}",
        "PULUMI_BACKEND_URL": f"file://{state}",
        "PULUMI_CONFIG_PASSPHRASE": "x",
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
    }

    def run(*line: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 - our own commands
            line, cwd=copy, env=env, input=stdin, text=True, capture_output=True, check=False
        )

    return run


def found(run: Run) -> tuple[int, Mapping[str, Mapping[str, str]]]:
    """The doctor's exit code and its rows."""
    done = run(sys.executable, "-m", "till", "doctor", "--stack", "dev", "--json")
    assert KEY not in done.stdout + done.stderr
    return done.returncode, {each["name"]: each for each in json.loads(done.stdout)["checks"]}


def test_each_step_of_a_new_user_is_the_doctor_s_next_step(run: Run) -> None:
    """No stack, no account, no key, then all of it: each time the row says what to do."""
    code, rows = found(run)
    assert (code, rows["stack"]["status"]) == (1, "not ready")
    assert rows["stack"]["next"].startswith("`pulumi stack init dev")
    assert run("pulumi", "stack", "init", "dev", "--non-interactive").returncode == 0

    code, rows = found(run)
    assert (code, rows["stack"]["status"], rows["account"]["status"]) == (1, "ready", "not ready")
    account = "aws:allowedAccountIds[0]"
    wanted = f"`pulumi config set --path '{account}' --type string <account> --stack dev`"
    assert rows["account"]["next"] == wanted
    set_it = ("pulumi", "config", "set", "--stack", "dev")
    typed = ("--path", account, "--type", "string", "111122223333")
    assert run(*set_it, *typed).returncode == 0

    code, rows = found(run)
    assert (code, rows["PSP key"]["status"]) == (1, "not ready")
    assert "--secret pspKey" in rows["PSP key"]["next"]
    assert run(*set_it, "--secret", "pspKey", stdin=KEY).returncode == 0

    code, rows = found(run)
    assert code == 0
    program = {"Python", "uv", "Pulumi", "state", "stack", "region", "settings", "PSP key"}
    # Without a domain of its own a stack needs no certificate, and nobody is asked.
    program |= {"program", "certificate"}
    assert {rows[each]["status"] for each in program} == {"ready"}
    others = rows.keys() - program
    assert {rows[each]["status"] for each in others} == {"not known"}


def test_make_preview_passes_the_doctor_without_a_network(run: Run) -> None:
    """With fake credentials and nobody as AWS the engine begins, and asks for its AWS plugin."""
    assert run("pulumi", "stack", "init", "dev", "--non-interactive").returncode == 0
    set_it = ("pulumi", "config", "set", "--stack", "dev")
    run(*set_it, "--path", "aws:allowedAccountIds[0]", "--type", "string", "111122223333")
    run(*set_it, "--secret", "pspKey", stdin=KEY)
    line = ["make", "-o", ".venv/.ready", "preview", "STACK=dev", "ARGS=--non-interactive"]
    told = run("env", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=1", *line)
    assert "Nothing is known that would make `make up STACK=dev` fail." in told.stderr
    assert "plugin" in told.stdout + told.stderr.rpartition("Nothing is known")[2]
    stopped = run(*line[:3], "up", "STACK=moon")
    assert stopped.returncode != 0
    assert "choose one of dev, prod, staging with STACK=." in stopped.stderr
