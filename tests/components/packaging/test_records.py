"""Packages that are not what their wheels hold."""

import hashlib
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from components.packaging.bytecode import PackagingError
from components.packaging.records import refuse_changed


def package(folder: Path) -> Path:
    """A package of one module, as it is unpacked, and that module."""
    module, notes = folder / "thing" / "__init__.py", folder / "thing-1.2.dist-info"
    module.parent.mkdir()
    notes.mkdir()
    module.write_text("x = 1\n")
    digest = urlsafe_b64encode(hashlib.sha256(b"x = 1\n").digest()).decode().rstrip("=")
    (notes / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\nVersion: 1.2\n")
    record = f"thing/__init__.py,sha256={digest},6\nthing-1.2.dist-info/RECORD,,\n"
    (notes / "RECORD").write_text(record)
    return module


def test_what_was_unpacked_and_left_alone_passes(tmp_path: Path) -> None:
    """The record itself has no hash, and needs none."""
    package(tmp_path)
    refuse_changed(tmp_path)


@pytest.mark.parametrize("content", [b"x = 2\n", b"", None])
def test_a_file_that_was_changed_in_the_cache_is_named(
    tmp_path: Path, content: bytes | None
) -> None:
    """With its package, and how it is fetched anew: else the layer would be wrong from now on."""
    module = package(tmp_path)
    module.unlink()
    if content is not None:
        module.write_bytes(content)
    with pytest.raises(
        PackagingError, match=r"^thing/__init__\.py is not .* thing 1\.2 .*`uv cache clean thing`"
    ):
        refuse_changed(tmp_path)
