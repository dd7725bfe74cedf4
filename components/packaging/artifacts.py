"""What an instance runs, as files whose names are their hashes.

Both are tars: equal sources give equal bytes on every machine, and their hash is known before
anything is uploaded.
"""

import hashlib
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from components.packaging.cache import building, kept_at
from components.packaging.code import sources
from components.packaging.layer import DEPENDENCIES, layer_file


class Artifact(NamedTuple):
    """A file of this machine, and what it is called where instances find it."""

    file: Path
    key: str
    """`<what>-<hash>.tar`: another content is another key, so that nothing is ever overwritten.

    The hash is SHA-256, hexadecimal; an instance holds what it fetched against it.
    """


def worker_code() -> Artifact:
    """The functions' own code: just the sources that their archive holds.

    Raises:
        PackagingError: the cache can't be written.
    """
    content = tarred(sources().items())
    kept = kept_at(f"code-{hashlib.sha256(content).hexdigest()}.tar")
    # A power cut may leave the name without the content: no instance would start with that.
    if not kept.exists() or kept.read_bytes() != content:
        with building(kept) as work:
            (work / "made").write_bytes(content)
    return Artifact(kept, kept.name)


def worker_packages() -> Artifact:
    """The packages that all functions import, as their layer holds them.

    Raises:
        PackagingError: uv is not there, or ended with an error.
    """
    file = layer_file(DEPENDENCIES)
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Artifact(file, f"packages-{digest}.tar")


def tarred(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Names and contents in their order: undated, owned by nobody."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as out:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return buffer.getvalue()
