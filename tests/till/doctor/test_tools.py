"""The programs on this machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.doctor import engine
from till.doctor.tools import Ask, Machine, asking, dotted, machine, version_problem


def saying(text: str) -> Ask:
    """An engine that says this."""
    return lambda *arguments: subprocess.CompletedProcess(arguments, 0, text, "")


@pytest.mark.parametrize(
    ("version", "fine"),
    [("v3.259.0", True), ("v4.0.0-beta", True), ("v3.99.9", False), ("", False)],
)
def test_the_version_is_compared_by_number(version: str, *, fine: bool) -> None:
    """The tested engine and newer ones pass; an older or silent one does not."""
    assert (version_problem(saying(version)) is None) == fine


def test_an_old_engine_is_told_with_both_versions() -> None:
    """What is there, what is wanted, and where it is."""
    problem = version_problem(saying("v3.1.0"))
    assert problem is not None
    assert "3.1.0 is too old; install 3.259.0 or newer (https://" in problem
    assert dotted((3, 1, 0)) == "3.1.0"


def test_programs_are_found_where_make_lets_the_engine_look(tmp_path: Path) -> None:
    """The project's own environment comes first, then the caller's PATH."""
    here = machine(tmp_path)
    assert here.path.startswith(f"{tmp_path / '.venv' / 'bin'}{os.pathsep}")
    assert here.path.endswith(os.environ["PATH"])
    assert here.python == sys.version_info[:3]
    assert Machine(tmp_path, str(tmp_path)).find("uv") is None


def test_the_engine_is_asked_in_the_project(tmp_path: Path) -> None:
    """Its answer comes back as it is."""
    here = engine(tmp_path, {"config": "{}"})
    assert here.ask("config", "--json").stdout == "{}"
    assert here.ask("whoami").returncode == 0


def test_an_engine_that_does_not_answer_is_left(tmp_path: Path) -> None:
    """A backend that hangs is a refusal after a while, not a doctor that hangs."""
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    silent.chmod(0o755)
    answer = asking(str(silent), tmp_path, seconds=0.2)("whoami")
    assert answer.returncode == 1
    assert "no answer in 0.2 s" in answer.stderr
