"""The layers themselves, built for real: needs the package index until uv's cache is warm."""

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

import pytest

from components.packaging.bytecode import interpreter, made_by
from components.packaging.layer import (
    DEPENDENCIES,
    LAMBDA_PLATFORM,
    MAIL,
    find_uv,
    install,
    layer_file,
    layer_place,
)
from components.packaging.needless import AWS_SERVICES
from tests.components.packaging.bytecode_header import unchecked
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


def test_what_is_installed_is_a_copy(tmp_path: Path) -> None:
    """Whatever a build writes into a package changes no other environment and no later build."""
    install(layer_place(MAIL)[0], LAMBDA_PLATFORM, tmp_path)
    assert {each.stat().st_nlink for each in tmp_path.rglob("*.py")} == {1}


def test_what_somebody_changes_in_the_environment_is_not_deployed() -> None:
    """Its packages are copies too: no file there is one of uv's cache, which layers are made of."""
    packages = Path(sysconfig.get_path("purelib"))
    assert {each.stat().st_nlink for each in packages.rglob("*.py")} == {1}


def test_what_stays_at_home_says_which_layer_it_is(tmp_path: Path) -> None:
    """A package that a function needs from today on is not missed from yesterday's layer."""
    places = []
    for home, drop in (("one", ""), ("other", '    "pydantic.v1",\n')):
        folder = tmp_path / home
        shutil.copytree(ROOT / "components", folder / "components")
        for name in ("pyproject.toml", "uv.lock"):
            shutil.copy(ROOT / name, folder)
        needless = folder / "components/packaging/needless.py"
        needless.write_text(needless.read_text().replace(drop, ""))
        program = BUILD.replace("layer_file", "layer_place")
        places.append(
            subprocess.run(  # noqa: S603 - this interpreter, on a program written above
                [sys.executable, "-c", program],
                cwd=folder,
                check=True,
                capture_output=True,
            ).stdout
        )
    assert places[0] != places[1]


def test_each_source_of_the_layer_has_unchecked_bytecode(tmp_path: Path) -> None:
    """Of Lambda's own version, beside it; where none is at hand, no source has any."""
    found = interpreter()
    with tarfile.open(layer_file(DEPENDENCIES)) as archive:
        archive.extractall(tmp_path, filter="data")
    sources, compiled = set(tmp_path.rglob("*.py")), set(tmp_path.rglob("*.pyc"))
    wanted = {each.parent / "__pycache__" / f"{each.stem}.cpython-313.pyc" for each in sources}
    assert compiled == (wanted if found else set())
    assert all(unchecked(each.read_bytes()) for each in compiled)


def python() -> str:
    """An interpreter of Lambda's version.

    Skips where there is none.
    """
    found = interpreter()
    if found is None:
        pytest.skip(made_by(found))
    return found.path


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
