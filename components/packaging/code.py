"""The archive of `runtime/`: the only file of the program that knows where it is."""

import hashlib
import io
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pulumi

from components.lib.limits import BYTECODE_BYTES, CODE_BYTES
from components.packaging.bytecode import (
    Interpreter,
    PackagingError,
    add_bytecode,
    interpreter,
    made_by,
)
from components.packaging.cache import building, kept_at
from components.packaging.layer import DEPENDENCIES, MAIL, Layer, layer_file, refuse_above

_ROOT = Path(__file__).parents[2]
_WHERE = "/var/task"
"""Where Lambda unpacks a function's code."""


def runtime_archive() -> pulumi.AssetArchive:
    """The functions' own code, with bytecode where an interpreter of their version is at hand.

    The engine hashes names and contents and nothing else (no path, time or mode), and the AWS
    provider takes that hash as the function's `source_code_hash`: equal sources, compiled by the
    same interpreter, are no change, from whatever folder or machine.

    Raises:
        PackagingError: it has become too large, a source can't be compiled, or the cache is not
            what it was.
    """
    refuse_above(CODE_BYTES, zipped_bytes(), "functions' own code")
    python = interpreter()
    if python:
        # Not the checkout's sources: one that is changed now would lie beside older bytecode.
        folder = bytecode_folder(python)
        refuse_above(BYTECODE_BYTES, bytecode_bytes(folder), "bytecode of the functions' own code")
        files = _whole(folder)
    else:
        files = {name: _ROOT / name for name in sources()}
    return pulumi.AssetArchive(
        {name: pulumi.FileAsset(str(files[name])) for name in sorted(files)},
    )


@cache
def zipped_bytes() -> int:
    """How large the functions' own code is, zipped: once for all functions of a program."""
    return _zipped(sources())


@cache
def bytecode_bytes(folder: Path) -> int:
    """How large its bytecode is, zipped."""
    return _zipped({name: path.read_bytes() for name, path in _named(folder, "*.pyc").items()})


def bytecode_folder(python: Interpreter, code: Mapping[str, bytes] | None = None) -> Path:
    """Sources with their bytecode in the user's cache, made now if they are not there.

    `code`: contents by name; unset, all of `runtime/`.

    Raises:
        PackagingError: a source can't be compiled, or the cache can't be written.
    """
    code = sources() if code is None else code
    kept = kept_at(f"bytecode-{_digest(python, code)}")
    if not kept.exists():
        with building(kept) as work:
            write_sources(work / "made", code)
            add_bytecode(python, work / "made", _WHERE)
    return kept.resolve()


def write_sources(folder: Path, code: Mapping[str, bytes]) -> None:
    """Contents by name as files of `folder`, where others may be written beside them."""
    for name, content in code.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def report() -> str:
    """All packages' sizes, in words; a layer is built if the cache lacks it.

    Raises:
        PackagingError: uv is not there, or ended with an error.
    """
    python = interpreter()
    compiled = bytecode_bytes(bytecode_folder(python)) if python else 0
    return (
        f"{made_by(python)}\n"
        f"Own code: {zipped_bytes() / 1e3:.0f} KB zipped (of {CODE_BYTES / 1e3:.0f}), "
        f"its bytecode {compiled / 1e3:.0f} KB (of {BYTECODE_BYTES / 1e3:.0f}).\n"
        f"Layer under all functions: {_size(DEPENDENCIES)}"
        f"Layer of the notifier: {_size(MAIL)}"
    )


def _size(layer: Layer) -> str:
    file = layer_file(layer)
    with tarfile.open(file) as archive:
        unzipped = sum(member.size for member in archive) / 1e6
    return f"{unzipped:.1f} MB unzipped (of {layer.limit / 1e6:g}): {file}\n"


def _zipped(files: Mapping[str, bytes]) -> int:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return len(buffer.getvalue())


def _digest(python: Interpreter, code: Mapping[str, bytes]) -> str:
    """Of what is compiled, and who compiles it."""
    found = hashlib.sha256(python.version.encode())
    for name, content in code.items():
        found.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    return found.hexdigest()[:32]


@cache
def _whole(folder: Path) -> dict[str, Path]:
    """All files of what was built; a power cut or a program that clears caches may take some."""
    found = _named(folder, "*.py*")
    for name, content in sources().items():
        if name not in found or found[name].read_bytes() != content:
            raise PackagingError(
                f"{folder / name} is gone, or is not what was built; delete {folder}, and the next "
                "run builds it anew."
            )
    return found


def _named(folder: Path, pattern: str) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob(pattern))}


@cache
def sources() -> Mapping[str, bytes]:
    """The functions' own code, by name: read once, so that all functions have the same."""
    found = sorted((_ROOT / "runtime").rglob("*.py"))
    return {path.relative_to(_ROOT).as_posix(): path.read_bytes() for path in found}


if __name__ == "__main__":
    sys.stdout.write(report())
