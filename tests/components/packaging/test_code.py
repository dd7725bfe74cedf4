"""The archive of the functions' code."""

import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath

import pulumi
import pytest

from components.lib.limits import BYTECODE_BYTES, CODE_BYTES
from components.packaging.bytecode import Interpreter, PackagingError, interpreter, made_by
from components.packaging.code import (
    bytecode_bytes,
    bytecode_folder,
    report,
    runtime_archive,
    zipped_bytes,
)
from tests.components.packaging.bytecode_header import unchecked
from tests.fakes.layer import layer_at_hand
from tests.fakes.recorder import ROOT

HERE = Interpreter(sys.executable, "3.11.7f")
"""This one compiles as well as any, whatever its version."""


def test_the_archive_holds_the_runtime_and_nothing_else() -> None:
    """Every source file of `runtime/` is in it; caches, tests and other rooms are not."""
    names = {name for name in runtime_archive().assets if not name.endswith(".pyc")}
    sources = {str(path.relative_to(ROOT)) for path in (ROOT / "runtime").rglob("*.py")}
    assert names == sources
    assert "runtime/contract/env.py" in names


def test_each_source_has_bytecode_beside_it_or_none_has() -> None:
    """Where an interpreter of the functions' version is at hand, nothing is left to compile."""
    assets = runtime_archive().assets
    sources = [PurePath(name) for name in assets if name.endswith(".py")]
    wanted = {f"{each.parent}/__pycache__/{each.stem}.cpython-313.pyc" for each in sources}
    found = {name for name in assets if name.endswith(".pyc")}
    assert found == (wanted if interpreter() else set())
    for name in found:
        asset = assets[name]
        assert isinstance(asset, pulumi.FileAsset)
        assert unchecked(Path(asset.path).read_bytes()), name


def test_bytecode_is_of_the_source_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody checks its hash, so both are one build's: of what was read, whatever changes since."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for name, asset in runtime_archive().assets.items():
        assert isinstance(asset, pulumi.FileAsset)
        folder = str(asset.path).removesuffix(name)
        assert tmp_path in Path(folder).parents or interpreter() is None
    code = {"runtime/one.py": b"x = 1\n"}
    for content in (b"x = 'later'\n", b"x = 'former'\n"):
        built = bytecode_folder(HERE, {**code, "runtime/other.py": content})
        assert (built / "runtime/other.py").read_bytes() == content
        [compiled] = built.rglob("other.*.pyc")
        assert content.split(b"'")[1] in compiled.read_bytes()


@pytest.mark.parametrize("spoil", [Path.unlink, partial(Path.write_bytes, data=b"")])
def test_a_cache_that_is_not_what_was_built_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    """Somebody clears caches, or the power was cut: half of the code is never deployed."""
    python = interpreter()
    if not python:
        pytest.skip("no interpreter of the functions' version at hand")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    spoil(bytecode_folder(python) / "runtime/bootstrap.py")
    with pytest.raises(PackagingError, match=r"bytecode-.*/runtime/bootstrap\.py is gone.*delete"):
        runtime_archive()


def test_two_builds_give_the_same_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From two caches, byte for byte; and no name of a folder of this machine is in it."""
    python = interpreter()
    if not python:
        pytest.skip("no interpreter of the functions' version at hand")
    contents = []
    for cache in (tmp_path / "one", tmp_path / "other"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
        folder = bytecode_folder(python)
        assert cache in folder.parents
        files = sorted(folder.rglob("*.pyc"))
        contents.append({str(each.relative_to(folder)): each.read_bytes() for each in files})
        assert bytecode_folder(python) == folder
    assert contents[0] == contents[1]
    every = b"".join(contents[0].values())
    assert b"/var/task/runtime/bootstrap.py" in every
    assert str(tmp_path).encode() not in every


def test_the_archive_is_made_of_files_in_a_fixed_order() -> None:
    """Equal sources give an equal archive."""
    assets = runtime_archive().assets
    assert list(assets) == sorted(assets)
    assert all(isinstance(asset, pulumi.FileAsset) for asset in assets.values())


def test_the_program_finds_its_code_from_any_folder(tmp_path: Path) -> None:
    """The archive's files do not hang on the folder that the program is run from."""
    program = (
        "from components.packaging.code import runtime_archive\n"
        "for asset in runtime_archive().assets.values(): open(asset.path).close()"
    )
    subprocess.run(  # noqa: S603 - this interpreter, on a program written above
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=True
    )


def test_the_code_is_small() -> None:
    """What is uploaded with every change of the code stays within its limit."""
    assert 10_000 < zipped_bytes() <= CODE_BYTES == 310_000
    python = interpreter()
    assert python is None or 10_000 < bytecode_bytes(bytecode_folder(python)) <= BYTECODE_BYTES


def test_the_code_is_zipped_once_for_all_functions() -> None:
    """Its size is asked for by each of them, and known."""
    zipped_bytes()
    before = zipped_bytes.cache_info()
    runtime_archive()
    runtime_archive()
    after = zipped_bytes.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 2)


def test_the_report_names_all_sizes_and_limits() -> None:
    """A person sees how far each package is from its limit."""
    with layer_at_hand():
        bytecode, code, layer, mail = report().splitlines()
    assert bytecode == made_by(interpreter())
    assert re.fullmatch(
        r"Own code: \d+ KB zipped \(of 310\), its bytecode \d+ KB \(of 660\)\.", code
    )
    assert re.match(r"Layer under all functions: \d+\.\d MB unzipped \(of 48\.5\): /", layer)
    assert re.match(r"Layer of the notifier: \d+\.\d MB unzipped \(of 3\): /", mail)
