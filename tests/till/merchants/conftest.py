"""An empty pool and directory for each test."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from local.emulator.emulator import Emulator
from tests.till.merchants.pool import Place


@pytest.fixture(name="here")
def _here(emulator: Emulator) -> Iterator[Place]:
    with closing(Place(emulator)) as made:
        yield made
