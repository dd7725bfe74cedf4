"""Accepting alone is measured by a checkout's own code."""

import sys
from pathlib import Path

import pytest

from bench.accept_alone import TARGETS, alone
from bench.older_commit import HERE, OLDER
from bench.rounds import WrongResultError


def checkout(folder: Path, program: str) -> Path:
    """One whose interpreter runs this instead of what it is given."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!{sys.executable}\n{program}\n")
    python.chmod(0o700)
    return folder


def test_the_checkout_s_own_code_is_found_first(tmp_path: Path) -> None:
    """What it prints are the seconds of one payment."""
    program = "import os, sys; print(float(os.environ['PYTHONPATH'] == os.getcwd()))"
    assert alone(checkout(tmp_path, program), "a-run").processor == 1


def test_a_failure_is_no_measurement(tmp_path: Path) -> None:
    """What it said is in the error."""
    program = "import sys; sys.exit('no such port')"
    with pytest.raises(WrongResultError, match="no such port"):
        alone(checkout(tmp_path, program), "a-run")


def test_it_has_its_row() -> None:
    """This checkout beside the older one, by the processor's time."""
    (target,) = TARGETS
    assert (target.side, target.beside, target.processor) == (HERE, OLDER, True)
