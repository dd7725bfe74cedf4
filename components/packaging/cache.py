"""The user's cache: what was built there is whole, however a build ends and how many there are."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from components.packaging.bytecode import PackagingError


def kept_at(name: str) -> Path:
    """Where the user's cache keeps what was built."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "tillstack" / name


@contextmanager
def building(kept: Path) -> Iterator[Path]:
    """A folder of this build's own; what it leaves there as `made` takes the name `kept` at once.

    What ends early leaves nothing under that name.

    Raises:
        PackagingError: the cache can't be written.
    """
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = TemporaryDirectory(dir=kept.parent)
    except OSError as error:
        raise PackagingError(
            f"Packages are built in {kept.parent}, which can't be written ({error.strerror}); set "
            "XDG_CACHE_HOME to a folder that can."
        ) from error
    with work as folder:
        yield Path(folder)
        try:
            (Path(folder) / "made").replace(kept)
        except OSError:
            # Of two builds at once one has taken the name, and both are the same bytes.
            if not kept.exists():
                raise
