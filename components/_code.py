"""The archive of `runtime/`: the only file of the program that knows where it is."""

from pathlib import Path

import pulumi

_ROOT = Path(__file__).parent.parent


def runtime_archive() -> pulumi.AssetArchive:
    """The functions' own code, without caches: equal sources give an equal archive."""
    files = sorted(path.relative_to(_ROOT) for path in (_ROOT / "runtime").rglob("*.py"))
    return pulumi.AssetArchive(
        {path.as_posix(): pulumi.FileAsset(str(_ROOT / path)) for path in files}
    )
