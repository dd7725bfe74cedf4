"""Without an engine nothing is measured; with one, `tests/engine/test_previewing.py` looks on."""

import os
import subprocess
import sys
from pathlib import Path

from bench.previewing import WITHOUT, bare_program


def test_a_bare_program_has_the_stack_beside_its_topics(tmp_path: Path) -> None:
    """So many resources in all."""
    program = (bare_program(tmp_path, 4) / "__main__.py").read_text()
    assert "range(3)" in program


def test_without_an_engine_nothing_is_measured() -> None:
    """One sentence says so, and the other measurements go on."""
    command = [sys.executable, "-m", "bench.previewing", "--rounds", "1"]
    nowhere = {**os.environ, "PATH": os.devnull, "COLUMNS": "160"}
    done = subprocess.run(  # noqa: S603 - ours
        command, capture_output=True, timeout=240, check=True, text=True, env=nowhere
    )
    assert done.stdout.strip() == WITHOUT
