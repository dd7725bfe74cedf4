"""`make setup` after somebody stopped it half-way."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = """#!/bin/sh
case "$*" in
  *"-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python; touch .venv/has-pip;;
  *"-m pip "*) test -e .venv/has-pip || { echo "No module named pip" >&2; exit 1; }
    cp "$0" .venv/bin/uv;;
  "sync "*) touch .venv/is-synced;;
esac
"""
"""Stands for Python, and for the `uv` that its pip installs."""


def test_a_half_made_environment_is_finished(tmp_path: Path) -> None:
    """Python is in there before pip is: the next `make setup` makes it whole."""
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / "python"
    python.write_text(PYTHON)
    python.chmod(0o755)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(python, tmp_path / ".venv" / "bin" / "python")
    done = subprocess.run(  # noqa: S603 - our own Makefile
        ["make", "setup", f"PYTHON={python}"],  # noqa: S607 - whichever is there
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if not key.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".venv" / "is-synced").exists()
    assert (tmp_path / ".venv" / ".ready").exists()
