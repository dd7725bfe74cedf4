"""A dependency layer for tests that declare one and never open it."""

import contextlib
import tarfile
from collections.abc import Iterator
from tempfile import TemporaryDirectory

import pytest

from components.packaging.layer import DEPENDENCIES, MAIL, layer_place


@contextlib.contextmanager
def layer_at_hand() -> Iterator[None]:
    """A user's cache that holds empty layers already, so that none is built."""
    with TemporaryDirectory() as cache, pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", cache)
        for layer in (DEPENDENCIES, MAIL):
            _, place = layer_place(layer)
            place.parent.mkdir(exist_ok=True)
            tarfile.open(place, "w").close()
        yield
