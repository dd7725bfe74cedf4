"""The archive of the functions' code."""

import pulumi

from components._code import runtime_archive
from tests._recorder import ROOT


def test_the_archive_holds_the_runtime_and_nothing_else() -> None:
    """Every source file of `runtime/` is in it; caches, tests and other rooms are not."""
    names = set(runtime_archive().assets)
    sources = {str(path.relative_to(ROOT)) for path in (ROOT / "runtime").rglob("*.py")}
    assert names == sources
    assert "runtime/env.py" in names


def test_the_archive_is_made_of_files_in_a_fixed_order() -> None:
    """Equal sources give an equal archive."""
    assets = runtime_archive().assets
    assert list(assets) == sorted(assets)
    assert all(isinstance(asset, pulumi.FileAsset) for asset in assets.values())
