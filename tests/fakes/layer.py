"""A dependency layer for tests that declare one and never open it."""

import contextlib
import tarfile
from collections.abc import Iterator
from tempfile import TemporaryDirectory

import pytest

from components.packaging.bytecode import interpreter
from components.packaging.code import bytecode_folder
from components.packaging.layer import DEPENDENCIES, MAIL, layer_place


@contextlib.contextmanager
def layer_at_hand() -> Iterator[None]:
    """A user's cache that holds empty layers already, so that none is built.

    The functions' own bytecode is the real one: what was recorded names it.
    """
    python = interpreter()
    bytecode = bytecode_folder(python) if python else None
    with TemporaryDirectory() as cache, pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", cache)
        for layer in (DEPENDENCIES, MAIL):
            _, place = layer_place(layer)
            place.parent.mkdir(exist_ok=True)
            tarfile.open(place, "w").close()
        if bytecode:
            (place.parent / bytecode.name).symlink_to(bytecode)
        yield
