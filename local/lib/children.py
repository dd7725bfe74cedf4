"""A child process that lives as long as its standard input, and a folder that only it uses."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

TRIES: Final = 100


@contextmanager
def ended(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """Close the child's standard input after the block, and wait until the child has ended.

    `Popen`'s own block goes on a quarter of a second after Ctrl-C, whether the child has ended
    or not (CPython 3.11, `Popen.__exit__`).
    """
    try:
        yield
    finally:
        if child.stdin:
            child.stdin.close()
        child.wait()


@contextmanager
def scratch_folder(within: Path | None) -> Iterator[Path]:
    """A new folder in `within` (None: the machine's place for such), removed after the block.

    Whoever writes there must have been killed by then; what a killed process had begun may still
    appear while the folder is removed.

    Raises:
        OSError: it can't be removed.
    """
    folder = Path(tempfile.mkdtemp(prefix="tillstack-", dir=within))
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    for _ in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    shutil.rmtree(folder)
