"""Bytecode beside the functions' sources, so that no cold start compiles them.

Only an interpreter of just the functions' minor version writes what theirs reads; it compiles and
runs nothing of what it reads. The hashes in the bytecode are unchecked: what is deployed does not
change, and no start reads a source to hold it against its hash (PEP 552).
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pulumi

LAMBDA_PYTHON: Final = "3.13"
"""The functions' own version, as uv and Lambda name it."""

_VERSION: Final = (
    "import sys; v = sys.version_info; name = sys.implementation.name + sys.abiflags;"
    "print(name, '%d.%d' % v[:2], '%d.%d.%d%s' % (*v[:3], v[3][0]))"
)
"""A build for debugging or without the interpreter's lock has a flag, and writes other bytes."""
_SAID: Final = re.compile(rf"cpython {re.escape(LAMBDA_PYTHON)} ({re.escape(LAMBDA_PYTHON)}\S+)\n")
_LONGEST: Final = 60.0
"""Seconds for an interpreter to say who it is."""
_COMPILE: Final = "-s -S -P -B -m compileall -q -j 1 --invalidation-mode unchecked-hash"
_ORDERED: Final = {"PYTHONHASHSEED": "0"}
"""The order of a set is a part of the bytecode. It is the compiler's whole environment, and the one
in which it is asked who it is: what a shell's variables choose is another Python without them."""


class PackagingError(pulumi.RunError):
    """The functions can't be packaged; one sentence that says why and what mends it."""


class Interpreter(NamedTuple):
    """A Python of the functions' minor version."""

    path: str
    version: str
    """With the patch and how final it is: `3.13.0f`."""


def interpreter() -> Interpreter | None:
    """The first that is at hand: this one, PATH's, pyenv's, uv's; none is fetched."""
    return first_of(tuple(_candidates()))


@cache
def first_of(candidates: tuple[str, ...]) -> Interpreter | None:
    """The first CPython among them that has the functions' minor version."""
    for path in candidates:
        if said := _SAID.fullmatch(_answer(path)):
            return Interpreter(path, said[1])
    return None


def _answer(path: str) -> str:
    """What a candidate says of itself; nothing where it does not start or does not end."""
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603 - an interpreter, asked for its version
            [path, "-I", "-S", "-c", _VERSION],
            env=_ORDERED,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST,
        )
        return done.stdout.decode(errors="replace")
    return ""


def made_by(python: Interpreter | None) -> str:
    """Who makes the bytecode, in words."""
    if python is None:
        return (
            f"No bytecode: no Python {LAMBDA_PYTHON} is at hand, so every cold start compiles what "
            f"it imports; `uv python install {LAMBDA_PYTHON}` gets one."
        )
    return f"Bytecode by Python {python.version[:-1]}: {python.path}"


def add_bytecode(python: Interpreter, folder: Path, where: str) -> None:
    """Compile all sources of `folder`, which will lie at `where` when they are imported.

    Equal sources give equal bytes, in whatever folder: tracebacks name `where`.

    Raises:
        PackagingError: a source can't be compiled, or the interpreter is gone.
    """
    try:
        done = subprocess.run(  # noqa: S603 - an interpreter, and the standard library's compiler
            [python.path, *_COMPILE.split(), "-s", str(folder), "-p", where, str(folder)],
            env=_ORDERED,
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
    except OSError as error:
        raise PackagingError(
            f"{python.path} does not start any more ({error.strerror}); run this again, and "
            "another Python is looked for."
        ) from error
    if done.returncode:
        raise PackagingError(
            f"Python {python.version[:-1]} can't compile what is to run at {where}: {done.stdout}"
            "Mend that source, or leave it out in components/packaging/needless.py."
        )


def _candidates() -> Iterator[str]:
    name = f"python{LAMBDA_PYTHON}"
    yield sys.executable
    yield from filter(None, [shutil.which(name)])
    yield from _newest(_pyenv().glob(f"versions/{LAMBDA_PYTHON}.*/bin/{name}"))
    yield from _newest(_data().glob(f"uv/python/cpython-{LAMBDA_PYTHON}.*/bin/{name}"))


def _newest(found: Iterable[Path]) -> list[str]:
    return sorted(map(str, found), key=lambda path: (len(path), path), reverse=True)


def _pyenv() -> Path:
    return Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")


def _data() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
