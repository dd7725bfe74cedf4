"""`make setup`: after somebody stopped it half-way, and with a uv that is not the locked one."""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
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
LOCKED = next(
    each
    for each in tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    if each["name"] == "uv"
)


def set_up(folder: Path, python: Path | str, **more: str) -> subprocess.CompletedProcess[str]:
    """`make setup` in `folder`, which is given what the target reads."""
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    known = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return subprocess.run(  # noqa: S603 - our own Makefile
        ["make", "setup", f"PYTHON={python}"],  # noqa: S607 - whichever is there
        cwd=folder,
        env={**known, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def wheel(folder: Path) -> Path:
    """A package that calls itself uv, of the locked version, and is not it."""
    version, info = LOCKED["version"], f"uv-{LOCKED['version']}.dist-info"
    file = folder / f"uv-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: uv\nVersion: {version}")
        packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any")
        packed.writestr(f"{info}/RECORD", "")
    return file


def test_a_half_made_environment_is_finished(tmp_path: Path) -> None:
    """Python is in there before pip is: the next `make setup` makes it whole."""
    python = tmp_path / "python"
    python.write_text(PYTHON)
    python.chmod(0o755)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(python, tmp_path / ".venv" / "bin" / "python")
    done = set_up(tmp_path, python)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".venv" / "is-synced").exists()
    assert (tmp_path / ".venv" / ".ready").exists()


def test_a_uv_that_is_not_the_locked_one_is_not_installed(tmp_path: Path) -> None:
    """The index hands out another file under the locked version: pip names both sums and stops."""
    other = wheel(tmp_path)
    done = set_up(tmp_path, sys.executable, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert hashlib.sha256(other.read_bytes()).hexdigest() in done.stderr
    assert not (tmp_path / ".venv" / "bin" / "uv").exists()
    assert not (tmp_path / ".venv" / ".ready").exists()


def test_every_wheel_of_the_locked_uv_may_be_installed() -> None:
    """Whoever works on another machine gets another wheel, which the lock knows too."""
    printed = subprocess.run(
        [sys.executable, ".ci/uv_as_locked.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    requirement, *sums = printed.split()
    assert requirement == f"uv=={LOCKED['version']}"
    assert sums == [f"--hash={each['hash']}" for each in LOCKED["wheels"]]
    wanted = ("manylinux_2_17_x86_64", "manylinux_2_28_aarch64", "macosx_11_0_arm64", "win_amd64")
    urls = " ".join(each["url"] for each in LOCKED["wheels"])
    assert [each for each in wanted if each not in urls] == []
    assert all(each["hash"].startswith("sha256:") for each in LOCKED["wheels"])
