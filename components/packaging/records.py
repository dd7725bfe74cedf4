"""Whether unpacked packages are what their wheels hold.

A wheel's own hash is checked when it is fetched. What uv unpacked from it stays in uv's cache, and
is not looked at again: whoever changed a file there would change each later layer.
"""

import hashlib
from base64 import urlsafe_b64encode
from importlib.metadata import PackagePath, distributions
from pathlib import Path

from components.packaging.bytecode import PackagingError


def refuse_changed(packages: Path) -> None:
    """Hold each file against the hash in its package's record (Python packaging, "RECORD").

    Raises:
        PackagingError: one is gone, or is another.
    """
    for package in distributions(path=[str(packages)]):
        for file in package.files or ():
            if file.hash and _digest(file) != file.hash.value:
                raise PackagingError(
                    f"{file} is not what the wheel of {package.name} {package.version} holds: it "
                    f"was changed in uv's cache. `uv cache clean {package.name}`, and run it again."
                )


def _digest(file: PackagePath) -> str | None:
    """As the record writes it; None: it is gone."""
    try:
        content = Path(file.locate()).read_bytes()
    except FileNotFoundError:
        return None
    return urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
