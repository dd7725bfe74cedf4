"""Pulumi assets and archives as the zip that Lambda takes."""

import functools
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pulumi import AssetArchive, FileArchive, FileAsset, StringAsset

from local.resources._base import ResourceError

# Lambda wants readable files, and equal content must give equal bytes.
_MODE = 0o644 << 16
_EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(archive: Any) -> bytes:
    """The archive as zip bytes: sorted, dated 1980, so equal content gives an equal hash."""
    if isinstance(archive, FileArchive) and Path(archive.path).is_file():
        return Path(archive.path).read_bytes()
    return _pack(tuple(sorted(_files(archive, ""))))


@functools.lru_cache(maxsize=8)
def _pack(files: tuple[tuple[str, bytes], ...]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = _MODE
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)
    return buffer.getvalue()


def _files(item: Any, name: str) -> Iterator[tuple[str, bytes]]:
    if isinstance(item, AssetArchive):
        for key, inner in item.assets.items():
            yield from _files(inner, f"{name}/{key}".lstrip("/"))
    elif isinstance(item, StringAsset):
        yield name, item.text.encode()
    elif isinstance(item, FileAsset):
        yield name, Path(str(item.path)).read_bytes()
    elif isinstance(item, FileArchive):
        root = Path(item.path)
        for path in root.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{name}/{path.relative_to(root)}".lstrip("/"), path.read_bytes()
    else:
        message = f"Code can't come from {type(item).__name__} on this machine."
        raise ResourceError(message)
