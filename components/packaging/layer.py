"""The functions' packages as Lambda layers, built from `uv.lock` into the user's cache.

Equal requirements give equal bytes on every machine: wheels are checked against the lock's hashes,
an installer's notes are left out, and the archive holds names and contents in a fixed order. It is
a tar because the bytes of a zip depend on the machine's zlib; the engine zips what it uploads, and
compares archives by their hash, wherever they lie.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pulumi

from components.lib.limits import LAYER_BYTES, MAIL_LAYER_BYTES
from components.lib.mail_texts import MAILS

LAMBDA_PYTHON = "3.13"
LAMBDA_PLATFORM = "aarch64-manylinux2014"
"""The functions' own runtime and architecture, as uv names them."""
AWS_SERVICES = frozenset({"dynamodb", "kms", "secretsmanager", "sesv2", "sqs", "sts", "xray"})
"""What the functions call; botocore's descriptions of all others, 20 MB, stay at home."""

LANGUAGES = frozenset({"root", *(kind.partition("-")[0] for kind in MAILS)})
"""What mails are written in, and what all languages begin with; Babel's data of all others, 34 MB,
stay at home."""


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
_RECIPE = 2
"""Goes up when this file makes other bytes of the same requirements."""
_NOTES = {".lock", "INSTALLER", "RECORD", "REQUESTED"}
"""What uv writes beside the packages."""
_EXPORT = "export --frozen --quiet --only-group {group} --no-header --no-annotate"
_INSTALL = "pip install --quiet --no-deps --require-hashes --only-binary :all: --requirements -"


class PackagingError(pulumi.RunError):
    """The functions can't be packaged; one sentence that says why and what mends it."""


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
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two builds at once make two files of the same bytes, and the later one takes the name.
        with TemporaryDirectory(dir=kept.parent) as work:
            packages, made = Path(work) / "python", Path(work) / "layer.tar"
            install(requirements, platform, packages)
            pack(packages, made, layer)
            made.replace(kept)
    return kept


def layer_place(layer: Layer, platform: str = LAMBDA_PLATFORM) -> tuple[str, Path]:
    """What the lock file says is in the layer, and where the layer of just that is kept.

    Raises:
        PackagingError: no uv, or a lock file that it can't read.
    """
    requirements = _uv(_EXPORT.format(group=layer.group).split(), "read uv.lock")
    kept = [*sorted(AWS_SERVICES), *sorted(LANGUAGES)]
    key = json.dumps([_RECIPE, LAMBDA_PYTHON, platform, kept, requirements])
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    name = f"layer-{hashlib.sha256(key.encode()).hexdigest()[:32]}.tar"
    return requirements, Path(home) / "tillstack" / name


def install(requirements: str, platform: str, target: Path) -> None:
    """Unpack the wheels of hashed `requirements` into `target`.

    Raises:
        PackagingError: a package is not to be had for the platform, or is not what was locked.
    """
    where = ["--python-version", LAMBDA_PYTHON, "--python-platform", platform]
    where += ["--python", sys.executable, "--target", str(target)]
    _uv([*_INSTALL.split(), *where], "install the functions' packages", requirements)


def pack(packages: Path, archive: Path, layer: Layer) -> None:
    """Write what Lambda needs of a folder as a tar: sorted, undated, owned by nobody.

    Raises:
        PackagingError: the layer would be too large.
    """
    files = sorted((name, path) for path, name in _needed(packages))
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


def _needed(packages: Path) -> Iterator[tuple[Path, str]]:
    """Each file that Lambda needs, with its name below `packages`."""
    for path in packages.rglob("*"):
        name = path.relative_to(packages)
        if path.is_file() and not _needless(name):
            yield path, name.as_posix()


def _needless(name: PurePath) -> bool:
    parts = name.parts
    return (
        parts[0] == "bin"
        or name.name in _NOTES
        or name.suffix in {".pyc", ".pyi"}
        # botocore/data/<service>/<version>/<file>
        or (parts[:-3] == ("botocore", "data") and parts[-3] not in AWS_SERVICES)
        # babel/locale-data/<language>[_<variant>].dat
        or (
            parts[:-1] == ("babel", "locale-data")
            and name.suffix == ".dat"
            and name.stem.partition("_")[0] not in LANGUAGES
        )
    )
