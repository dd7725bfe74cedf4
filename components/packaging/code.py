"""The archive of `runtime/`: the only file of the program that knows where it is."""

import io
import sys
import tarfile
import zipfile
from pathlib import Path

import pulumi

from components.lib.limits import CODE_BYTES
from components.packaging.layer import DEPENDENCIES, MAIL, Layer, layer_file, refuse_above

_ROOT = Path(__file__).parents[2]


def runtime_archive() -> pulumi.AssetArchive:
    """The functions' own code, without caches.

    The engine hashes names and contents and nothing else (no path, time or mode), and the AWS
    provider takes that hash as the function's `source_code_hash`: equal sources are no change,
    from whatever folder or machine.

    Raises:
        PackagingError: it has become too large.
    """
    refuse_above(CODE_BYTES, zipped_bytes(), "functions' own code")
    return pulumi.AssetArchive(
        {path.relative_to(_ROOT).as_posix(): pulumi.FileAsset(str(path)) for path in _sources()}
    )


def zipped_bytes() -> int:
    """How large the functions' own code is, zipped."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for path in _sources():
            out.writestr(path.relative_to(_ROOT).as_posix(), path.read_bytes())
    return len(buffer.getvalue())


def report() -> str:
    """All packages' sizes, in words; a layer is built if the cache lacks it.

    Raises:
        PackagingError: uv is not there, or ended with an error.
    """
    return (
        f"Own code: {zipped_bytes() / 1e3:.0f} KB zipped (of {CODE_BYTES / 1e3:.0f}).\n"
        f"Layer under all functions: {_size(DEPENDENCIES)}"
        f"Layer of the notifier: {_size(MAIL)}"
    )


def _size(layer: Layer) -> str:
    file = layer_file(layer)
    with tarfile.open(file) as archive:
        unzipped = sum(member.size for member in archive) / 1e6
    return f"{unzipped:.1f} MB unzipped (of {layer.limit / 1e6:.0f}): {file}\n"


def _sources() -> list[Path]:
    return sorted((_ROOT / "runtime").rglob("*.py"))


if __name__ == "__main__":
    sys.stdout.write(report())
