"""The layers themselves, built for real: needs the package index until uv's cache is warm."""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.packaging.layer import (
    AWS_SERVICES,
    DEPENDENCIES,
    LAMBDA_PYTHON,
    MAIL,
    find_uv,
    layer_file,
)
from tests.fakes.recorder import ROOT

BUILD = """
from components.packaging.layer import DEPENDENCIES, layer_file
print(layer_file(DEPENDENCIES))
"""
HERE = {"x86_64": "x86_64-manylinux2014", "aarch64": "aarch64-manylinux2014"}

# No environment, no site-packages, no current folder: the layer and our own code alone.
IMPORT_ALL = """
import importlib, os, sys
os.environ.clear()
layer, code, *services = sys.argv[1:]
sys.path[:0] = [layer, code]
rooms = os.listdir(f"{code}/runtime/handlers")
handlers = [name[:-3] for name in rooms if name.endswith(".py") and name[0] != "_"]
for name in handlers:
    importlib.import_module(f"runtime.handlers.{name}").handler
bootstrap = importlib.import_module("runtime.bootstrap")
os.environ.update(AWS_DEFAULT_REGION="eu-central-1")
for service in services:
    bootstrap._client(service, bootstrap.WORKING)
for name in ("stripe", "aws_encryption_sdk", "boto3"):
    assert importlib.import_module(name).__file__.startswith(layer), name
print(len(handlers))
"""
# Every locale that the layer has, and one that no layer has.
WRITE_AMOUNTS = """
import os, sys
os.environ.clear()
layer, code = sys.argv[1:]
sys.path[:0] = [layer, code]
import babel
from runtime.adapters.babel_amounts import amount_text
from runtime.contract.currencies import CURRENCIES
assert babel.__file__.startswith(layer)
locales = [name[:-4].replace("_", "-") for name in os.listdir(f"{layer}/babel/locale-data")]
locales = [each for each in locales if each.split("-")[0] in ("en", "pt")] + ["pt-Nowhere"]
print(len({amount_text(1_234_560, each, one) for each in CURRENCIES for one in locales}))
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another checkout: what a build reads, in another folder."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(ROOT / "components", folder / "components")
    for name in ("pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def build(project: Path, cache: Path) -> "subprocess.Popen[str]":
    """A build that begins now, with uv's cache of wheels as it is and no layer yet."""
    wheels = subprocess.run(  # noqa: S603 - our own uv
        [find_uv(str(Path(sys.executable).parent)), "cache", "dir"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    return subprocess.Popen(  # noqa: S603 - this interpreter, on a program written above
        [sys.executable, "-c", BUILD],
        cwd=project,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "UV_CACHE_DIR": wheels},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_builds_at_once_in_two_folders_give_the_same_bytes(
    tmp_path: Path, copied: Path
) -> None:
    """The layer has the bytes of any other machine's; builds of one cache do not disturb."""
    builds = [build(ROOT, tmp_path), build(copied, tmp_path)]
    (one, other) = (Path(each.communicate()[0].strip()) for each in builds)
    assert [each.returncode for each in builds] == [0, 0]
    assert one == other
    assert list(one.parent.iterdir()) == [one]
    assert one.read_bytes() == layer_file(DEPENDENCIES).read_bytes()


def python() -> str:
    """An interpreter of Lambda's version.

    Skips where there is none.
    """
    for found in _pythons():
        version = subprocess.run(  # noqa: S603 - an interpreter that is on this machine
            [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            check=False,
            capture_output=True,
            text=True,
        )
        if version.stdout.strip() == LAMBDA_PYTHON:
            return found
    pytest.skip(f"no Python {LAMBDA_PYTHON} on this machine")


def _pythons() -> Iterator[str]:
    name = f"python{LAMBDA_PYTHON}"
    yield sys.executable
    yield from filter(None, [shutil.which(name)])
    yield from map(str, Path.home().glob(f".pyenv/versions/{LAMBDA_PYTHON}*/bin/{name}"))


def test_every_handler_imports_with_the_layer_alone(tmp_path: Path) -> None:
    """On Lambda's Python, nothing that a handler or a client needs is missing from the layer."""
    if sys.platform != "linux" or platform.machine() not in HERE:
        pytest.skip("the layer holds Linux packages for x86-64 and arm64")
    interpreter = python()
    with tarfile.open(layer_file(DEPENDENCIES, HERE[platform.machine()])) as archive:
        archive.extractall(tmp_path, filter="data")
    done = subprocess.run(  # noqa: S603 - the interpreter, on a program written above
        [interpreter, "-I", "-S", "-B", "-c", IMPORT_ALL, tmp_path / "python", ROOT, *AWS_SERVICES],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 6


def test_the_notifier_writes_every_amount_with_its_own_layer(tmp_path: Path) -> None:
    """On Lambda's Python, the languages that were left at home are missed by no amount."""
    interpreter = python()
    with tarfile.open(layer_file(MAIL)) as archive:
        archive.extractall(tmp_path, filter="data")
    done = subprocess.run(  # noqa: S603 - the interpreter, on a program written above
        [interpreter, "-I", "-S", "-B", "-c", WRITE_AMOUNTS, tmp_path / "python", ROOT],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100
