"""The measurement's own parts; the measurement itself is `python -m bench.psp_outage`."""

import io
import zipfile

import pytest
from rich.console import Console

from bench.psp_outage import BREAKER, NEVER, Outage, changed_code, table

OURS = Outage(9, 4, 5, 4, 1, 8.44, {"succeeded": 54, "failed": 6})
PEER = Outage(54, 9, 0, 0, 0, 8.74, {"succeeded": 54, "failed": 6})


def source(code: bytes) -> str:
    """The breaker's source in the zip."""
    with zipfile.ZipFile(io.BytesIO(code)) as queries:
        return queries.read(BREAKER).decode()


def test_the_peer_differs_in_its_threshold_alone() -> None:
    """One number, out of reach; all other lines are the same."""
    ours, peer = source(changed_code({})).splitlines(), source(changed_code(NEVER)).splitlines()
    (pair,) = [(old, new) for old, new in zip(ours, peer, strict=True) if old != new]
    assert pair == next(iter(NEVER.items()))


def test_a_change_that_no_longer_fits_the_source_is_an_error() -> None:
    """A peer that is no other would measure nothing."""
    with pytest.raises(ValueError, match="does not hold this once"):
        changed_code({"no such line": ""})


def test_both_stand_side_by_side() -> None:
    """The table says of each what it saw."""
    console = Console(width=120, file=io.StringIO(), record=True)
    console.print(table(OURS, PEER, 60, 6))
    text = console.export_text()
    assert "The PSP away for 6 s with 60 payments at hand" in text
    assert "5 / 4 / 1" in text
    assert "6 failed, 54 succeeded" in text
