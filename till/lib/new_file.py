"""A new file that holds a secret: readable by whoever made it, and written over nothing."""

import os
from pathlib import Path

from till.lib.input import InputError


def write_new(file: Path, text: str) -> None:
    """Write one line into a file that is not there yet.

    Raises:
        InputError: it is there.
        OSError: its folder is not, or it can't be written.
    """
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        message = f"{file} is there already, and nothing was written: name another file."
        raise InputError(message) from None
    with os.fdopen(opened, "w", encoding="utf-8") as lines:
        lines.write(f"{text}\n")
