"""`till console`, as it is typed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.till.lib.test_input import GIVEN
from till.__main__ import main
from till.lib.exits import Exit

ROOT = Path(__file__).parents[3]


@pytest.fixture(name="outputs")
def _outputs(tmp_path: Path) -> Path:
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(GIVEN))
    return path


def test_the_console_prints_its_link_and_ends_with_ctrl_c(outputs: Path) -> None:
    """0, as a command that has done what it was asked for."""
    command = [sys.executable, "-m", "till", "console", "--outputs", str(outputs)]
    with subprocess.Popen(  # noqa: S603 - our own program.
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        said = [running.stdout.readline() for _ in range(2)]
        assert "The console of tillstack-local is up" in said[0]
        assert "/start?token=" in said[1]
        os.kill(running.pid, signal.SIGINT)
        rest, _ = running.communicate(timeout=30)
    assert (running.returncode, "The console has ended." in rest) == (Exit.DONE, True)


def test_no_such_stack_is_told_in_the_shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is served."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["console", "--stack", "nowhere"]) == Exit.NOT_FOUND
    assert "There is no stack nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_is_a_number_that_there_is(port: str, outputs: Path) -> None:
    """2."""
    assert main(["console", "--port", port, "--outputs", str(outputs)]) == Exit.MISUSED


def test_no_other_command_waits_for_the_web_server() -> None:
    """It is imported where the console starts, and nowhere before."""
    heavy = "{'jinja2', 'starlette', 'uvicorn'} & set(sys.modules)"
    code = f"import sys, till.__main__; till.__main__.application(); print({heavy})"
    command = [sys.executable, "-c", code]
    said = subprocess.run(  # noqa: S603 - our own program.
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "set()"
