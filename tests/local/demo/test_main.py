"""Ctrl-C and `kill` while a command is still imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests._pages import ROOT

STOPS = "import os, signal; os.kill(os.getpid(), signal.{number})"
"""What the first slow import does in these tests."""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("name", ["demo", "serve", "restore_drill", "workers"])
def test_ctrl_c_is_heard_from_the_first_moment(name: str, number: str, tmp_path: Path) -> None:
    """One sentence, exit code 130 and no traceback, before anything of ours runs."""
    (tmp_path / "rich").mkdir()
    (tmp_path / "rich" / "__init__.py").write_text(STOPS.format(number=number))
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "local.demo", name],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "")
    assert done.stdout == "Stopped; nothing is left running.\n"
