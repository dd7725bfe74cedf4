"""Each row that misses its bound says why."""

from bench.reasons import UNKNOWN, reasons, why
from bench.report import MEASURED, read
from bench.results import row

HELD = row("accept", "ours beside raw", [1.0], 1.2)
MISSED = row("drain", "ours beside empty", [0.5], 0.7, at_least=True)


def test_what_was_kept_and_misses_has_its_reason() -> None:
    """A row that somebody kept with `make bench KEEP=1` was looked into."""
    assert [each.name for each in read(MEASURED) if why(each) == UNKNOWN] == []


def test_a_reason_is_of_a_row_that_is_measured() -> None:
    """One for a row that is gone would be read by nobody."""
    assert reasons().keys() - {each.name for each in read(MEASURED)} == set()


def test_a_row_that_holds_needs_none() -> None:
    """And one that nobody looked into says so."""
    assert (why(HELD), why(MISSED)) == ("", UNKNOWN)
