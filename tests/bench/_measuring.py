"""A measurement's one round, in a process of its own: it takes the services' addresses for all."""

import os
import subprocess
import sys

from bench.rounds import Target


def one_round(module: str, *more: str) -> str:
    """What it prints, as words; `more` goes onto its command line."""
    command = [sys.executable, "-m", module, *more, "--rounds", "1"]
    wide = {**os.environ, "COLUMNS": "160"}
    done = subprocess.run(  # noqa: S603 - ours
        command, capture_output=True, timeout=240, check=False, text=True, env=wide
    )
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def shown(targets: tuple[Target, ...], words: str) -> bool:
    """Whether each target has its row."""
    return all(each.what in words for each in targets)
