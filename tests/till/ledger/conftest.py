"""A ledger that was signed each night, in files."""

from pathlib import Path

import pytest

from tests.till.ledger.signed import Signed


@pytest.fixture(name="signed")
def _signed(tmp_path: Path) -> Signed:
    """A sound one."""
    return Signed(tmp_path)
