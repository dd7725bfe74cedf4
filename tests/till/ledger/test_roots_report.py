"""The signed roots as the command tells of them; `test_roots.py` types its words."""

from pathlib import Path

import pytest

from till.ledger.roots import UNSEEN, Checked
from till.ledger.roots_report import section, span, told
from till.lib.exits import CommandError


def test_faults_are_alerts_and_their_number_is_said() -> None:
    """What nobody may overlook stands first."""
    found = section(Checked(leaves=4, faults=["a", "b"]))
    assert found.alerts == ["a", "b"]
    assert "4 leaves compared. 2 faults." in found.notes
    assert UNSEEN in found.notes


def test_no_key_at_all_is_said() -> None:
    """A folder without keys verifies nothing."""
    assert "beside the roots: none" in section(Checked()).notes[2]


def test_without_roots_there_is_nothing_to_tell() -> None:
    """Nor a span to be given."""
    assert told(None) is None
    assert span(None, None, None) is None


def test_a_span_that_is_none_is_refused() -> None:
    """As for the export."""
    with pytest.raises(CommandError, match="no moment"):
        span(Path("roots"), "yesterday", "2026-11-29")
