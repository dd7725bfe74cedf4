"""Who compiles the functions' sources, and how a build without such a Python says so."""

import sys
from pathlib import Path

import pytest

from components.packaging.bytecode import (
    Interpreter,
    PackagingError,
    add_bytecode,
    first_of,
    interpreter,
    made_by,
)

HERE = Interpreter(sys.executable, "3.11.7f")
"""This one compiles as well as any, whatever its version."""


def script(path: Path, says: str) -> str:
    """What calls itself a Python."""
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)
    return str(path)


def test_the_first_python_of_just_the_minor_version_is_taken(tmp_path: Path) -> None:
    """Others write what Lambda's can't read; what is no Python at all is passed over."""
    older = script(tmp_path / "older", "cpython 3.12 3.12.9f")
    other = script(tmp_path / "pypy", "pypy 3.13 3.13.0f")
    right = script(tmp_path / "right", "cpython 3.13 3.13.9f")
    later = script(tmp_path / "later", "cpython 3.13 3.13.1f")
    silent = script(tmp_path / "silent", "")
    found = first_of((silent, older, other, right, later))
    assert found == Interpreter(right, "3.13.9f")
    assert first_of((silent, older, other)) is None


@pytest.mark.parametrize(
    "content", [b"\x7fELF, cut off", b"#!/no/such/shell\n", b"#!/bin/sh\nprintf '\\377'\n"]
)
def test_what_does_not_start_or_says_rubbish_is_passed_over(tmp_path: Path, content: bytes) -> None:
    """Half an installation is no reason to stop a deployment that another Python can make."""
    broken, gone = tmp_path / "broken", tmp_path / "gone"
    broken.write_bytes(content)
    broken.chmod(0o755)
    short = script(tmp_path / "short", "cpython 3.13")
    right = script(tmp_path / "right", "cpython 3.13 3.13.1f")
    found = first_of((str(broken), str(gone), str(tmp_path), short, right))
    assert found == Interpreter(right, "3.13.1f")


def test_an_interpreter_is_asked_in_the_compilers_own_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shim that a shell's variable points at 3.13 would compile with another Python, or none."""
    monkeypatch.setenv("PYENV_VERSION", "3.13.0")
    shim = script(tmp_path / "shim", '"cpython ${PYENV_VERSION%.*} ${PYENV_VERSION}f"')
    assert first_of((shim,)) is None


def test_the_build_names_who_compiles_or_says_that_nobody_does() -> None:
    """With the way to get one."""
    found = Interpreter("/opt/python3.13", "3.13.9f")
    assert made_by(found) == "Bytecode by Python 3.13.9: /opt/python3.13"
    assert "no Python 3.13 is at hand" in made_by(None)
    assert "`uv python install 3.13`" in made_by(None)


def test_pyenvs_and_uvs_pythons_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest patch first, and uv's where pyenv has none."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "data/uv/python/cpython-3.13.4-linux/bin"
    folder.mkdir(parents=True)
    uvs = script(folder / "python3.13", "cpython 3.13 3.13.4f")
    if sys.version_info[:2] != (3, 13):
        assert interpreter() == Interpreter(uvs, "3.13.4f")
    for patch in ("3.13.9", "3.13.10"):
        (tmp_path / "pyenv/versions" / patch / "bin").mkdir(parents=True)
        path = tmp_path / "pyenv/versions" / patch / "bin/python3.13"
        newest = script(path, f"cpython 3.13 {patch}f")
    if sys.version_info[:2] != (3, 13):
        assert interpreter() == Interpreter(newest, "3.13.10f")


def test_compiling_runs_nothing_of_what_it_reads(tmp_path: Path) -> None:
    """Neither a module nor what Python would import at its start from a folder of packages."""
    for name in ("one.py", "sitecustomize.py", "compileall.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    (tmp_path / "two.pth").write_text("import one\n")
    add_bytecode(HERE, tmp_path, "/opt/python")
    assert len(list((tmp_path / "__pycache__").iterdir())) == 3
    assert not (tmp_path / "ran").exists()


def test_a_source_that_cannot_be_compiled_stops_the_build(tmp_path: Path) -> None:
    """With its name as the function will know it, and what to do."""
    (tmp_path / "broken.py").write_text("def\n")
    with pytest.raises(PackagingError, match=r"(?s)can't compile .*/opt/python.*broken\.py.*Mend"):
        add_bytecode(HERE, tmp_path, "/opt/python")


def test_an_interpreter_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    """It was there when it was asked; the next run finds another."""
    gone = Interpreter(str(tmp_path / "python3.13"), "3.13.0f")
    with pytest.raises(PackagingError, match=r"python3\.13 does not start .*No such file.*again"):
        add_bytecode(gone, tmp_path, "/opt/python")
