"""A dependency layer for tests that declare one and never open it."""

import contextlib
import tarfile
from collections.abc import Iterator
from tempfile import TemporaryDirectory

import pytest

from components.packaging.layer import layer_place


@contextlib.contextmanager
def layer_at_hand() -> Iterator[None]:
    """A user's cache that holds an empty layer already, so that none is built."""
    with TemporaryDirectory() as cache, pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", cache)
        _, layer = layer_place()
        layer.parent.mkdir()
        tarfile.open(layer, "w").close()
        yield
