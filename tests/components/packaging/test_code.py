"""The archive of the functions' code."""

import re
import subprocess
import sys
from pathlib import Path

import pulumi

from components.lib.limits import CODE_BYTES
from components.packaging.code import report, runtime_archive, zipped_bytes
from tests.fakes.layer import layer_at_hand
from tests.fakes.recorder import ROOT


def test_the_archive_holds_the_runtime_and_nothing_else() -> None:
    """Every source file of `runtime/` is in it; caches, tests and other rooms are not."""
    names = set(runtime_archive().assets)
    sources = {str(path.relative_to(ROOT)) for path in (ROOT / "runtime").rglob("*.py")}
    assert names == sources
    assert "runtime/contract/env.py" in names


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
    assert 10_000 < zipped_bytes() <= CODE_BYTES == 260_000


def test_the_report_names_all_sizes_and_limits() -> None:
    """A person sees how far each package is from its limit."""
    with layer_at_hand():
        code, layer, mail = report().splitlines()
    assert re.fullmatch(r"Own code: \d+ KB zipped \(of 260\)\.", code)
    assert re.match(r"Layer under all functions: \d+\.\d MB unzipped \(of 60\): /", layer)
    assert re.match(r"Layer of the notifier: \d+\.\d MB unzipped \(of 3\): /", mail)
