"""`make up` on a machine without Pulumi's command line."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("target", ["preview", "up", "refresh", "destroy"])
def test_a_missing_engine_is_said_before_python_starts(target: str, tmp_path: Path) -> None:
    """One sentence and exit code 1 of the recipe; no interpreter is there to import anything."""
    found = shutil.which("bash")
    make = shutil.which("make")
    assert found
    assert make
    (tmp_path / "bash").symlink_to(found)
    done = subprocess.run(  # noqa: S603 - our own Makefile
        [make, "-o", ".venv/.ready", target, "BIN=/nowhere"],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.startswith("`pulumi` is not on PATH; install it as https://")
    assert "/nowhere" not in done.stderr
    assert done.returncode
