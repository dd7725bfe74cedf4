"""The functions' packages as Lambda layers, built from `uv.lock` into the user's cache.

Equal requirements give equal bytes on every machine: wheels are checked against the lock's hashes,
an installer's notes are left out, and the archive holds names and contents in a fixed order. The
bytecode is one interpreter's: another's, or none, is another layer. It is a tar because the bytes
of a zip depend on the machine's zlib; the engine zips what it uploads, and compares archives by
their hash, wherever they lie.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final, NamedTuple

import pulumi

from components.lib.limits import LAYER_BYTES, MAIL_LAYER_BYTES
from components.packaging.bytecode import (
    LAMBDA_PYTHON,
    PackagingError,
    add_bytecode,
    interpreter,
)
from components.packaging.cache import building, kept_at
from components.packaging.descriptions import shorten
from components.packaging.needless import AWS_SERVICES, LANGUAGES, PACKAGES, UNUSED, leave_out
from components.packaging.records import refuse_changed

LAMBDA_PLATFORM = "aarch64-manylinux2014"
"""The functions' own architecture, as uv names it."""


class Layer(NamedTuple):
    """One layer: which packages, and how large they may become."""

    group: str
    """Of `uv.lock`."""
    limit: int
    """Bytes, unzipped."""


DEPENDENCIES: Final = Layer("runtime", LAYER_BYTES)
"""Under every function."""
MAIL: Final = Layer("mail", MAIL_LAYER_BYTES)
"""What the notifier imports besides."""

_ROOT = Path(__file__).parents[2]
_RECIPE = 4
"""Goes up when this folder makes other bytes of the same requirements."""
_WHERE = "/opt/python"
"""Where Lambda unpacks a layer's packages."""
_EXPORT = "export --frozen --quiet --only-group {group} --no-header --no-annotate"
_INSTALL = "pip install --quiet --no-deps --require-hashes --only-binary :all: --requirements -"


def layer_archive(layer: Layer) -> pulumi.FileArchive:
    """A layer's archive, built now if the cache lacks it.

    Raises:
        PackagingError: uv is not there, or ended with an error.
    """
    return pulumi.FileArchive(str(layer_file(layer)))


def layer_file(layer: Layer, platform: str = LAMBDA_PLATFORM) -> Path:
    """A layer for one of uv's platforms, built now if the cache lacks it.

    Raises:
        PackagingError: no uv, a build that failed, or a layer that is too large.
    """
    requirements, kept = layer_place(layer, platform)
    if not kept.exists():
        with building(kept) as work:
            packages = work / "python"
            install(requirements, platform, packages)
            leave_out(packages)
            shorten(packages)
            python = interpreter()
            if python:
                add_bytecode(python, packages, _WHERE)
            pack(packages, work / "made", layer)
    return kept


def layer_place(layer: Layer, platform: str = LAMBDA_PLATFORM) -> tuple[str, Path]:
    """What the lock file says is in the layer, and where the layer of just that is kept.

    Raises:
        PackagingError: no uv, or a lock file that it can't read.
    """
    left_out = [part for name in PACKAGES for part in ("--no-emit-package", name)]
    export = [*_EXPORT.format(group=layer.group).split(), *left_out]
    requirements = _uv(export, "read uv.lock")
    kept = [*sorted(AWS_SERVICES), *sorted(LANGUAGES), *sorted(UNUSED)]
    python = interpreter()
    by = python.version if python else ""
    key = json.dumps([_RECIPE, LAMBDA_PYTHON, by, platform, kept, requirements])
    return requirements, kept_at(f"layer-{hashlib.sha256(key.encode()).hexdigest()[:32]}.tar")


def install(requirements: str, platform: str, target: Path) -> None:
    """Unpack the wheels of hashed `requirements` into `target`.

    Raises:
        PackagingError: a package is not to be had for the platform, or is not what was locked.
    """
    where = ["--python-version", LAMBDA_PYTHON, "--python-platform", platform]
    where += ["--python", sys.executable, "--target", str(target)]
    # Its usual hard links are files of its cache and of every environment made from that.
    where += ["--link-mode", "copy"]
    _uv([*_INSTALL.split(), *where], "install the functions' packages", requirements)
    refuse_changed(target)


def pack(packages: Path, archive: Path, layer: Layer) -> None:
    """Write a folder as a tar: sorted, undated, owned by nobody.

    Raises:
        PackagingError: the layer would be too large.
    """
    files = sorted(
        (path.relative_to(packages).as_posix(), path)
        for path in packages.rglob("*")
        if path.is_file()
    )
    size = sum(path.stat().st_size for _, path in files)
    refuse_above(layer.limit, size, f"layer of the group {layer.group}")
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as out:
        for name, path in files:
            info = tarfile.TarInfo(f"python/{name}")
            info.size = path.stat().st_size
            with path.open("rb") as content:
                out.addfile(info, content)


def refuse_above(limit: int, size: int, what: str) -> None:
    """Hold `size` against its limit, both in bytes.

    Raises:
        PackagingError: it is above.
    """
    if size > limit:
        raise PackagingError(
            f"The {what} has {size / 1e6:.2f} MB and may have {limit / 1e6:.2f} MB; take out what "
            "the functions do not need, or raise the limit in components/lib/limits.py."
        )


def find_uv(folders: str) -> str:
    """The uv command in one of the folders, given as PATH gives them.

    Raises:
        PackagingError: it is in none.
    """
    found = shutil.which("uv", path=folders)
    if not found:
        raise PackagingError(
            "The dependency layer is built with uv, which is neither in .venv nor on PATH; "
            "`make setup` installs it."
        )
    return found


def _uv(arguments: list[str], purpose: str, given: str = "") -> str:
    """Run uv in the project, with its own words of a failure on stderr; return what it printed.

    Raises:
        PackagingError: uv ended with an error.
    """
    beside = str(Path(sys.executable).parent)
    command = find_uv(os.pathsep.join([beside, os.environ.get("PATH", os.defpath)]))
    done = subprocess.run(  # noqa: S603 - arguments are this file's own
        [command, *arguments],
        cwd=_ROOT,
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PackagingError(
            f"uv could not {purpose} (its own words are above); mend that, "
            "for example the way to the package index, and try it with `make layer`."
        )
    return done.stdout
