"""`make workers`: beside a running stack, and without one."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from local.demo.serve import write_outputs
from local.demo.workers import main
from local.stack.stack import LocalStack
from tests._pages import ROOT


@pytest.mark.emulator
def test_they_run_until_ctrl_c(stack: LocalStack, tmp_path: Path) -> None:
    """It says how the queue stands, and at the end that nothing is left."""
    outputs = write_outputs(stack, tmp_path / "outputs.json")
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "local.demo", "workers", "--count", "2", "--outputs", str(outputs)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        said = list[str]()
        for line in child.stdout or ():
            said.append(line)
            if "In the queue" in line:
                break
        child.send_signal(signal.SIGINT)
        rest, _ = child.communicate(timeout=120)
    assert child.returncode == 0
    assert "2 workers run" in said[0]
    assert rest.splitlines()[-1] == "Stopped; nothing is left running."


def test_without_a_stack_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file, or one of a stack that is gone: one sentence and 1."""
    gone = tmp_path / "gone.json"
    gone.write_text(json.dumps({"payment_queue_url": "http://127.0.0.1:9/1/q", "functions": {}}))
    for file in (tmp_path / "none.json", gone):
        assert main(["--outputs", str(file)]) == 1
        assert "start one with `make local`" in capsys.readouterr().out
