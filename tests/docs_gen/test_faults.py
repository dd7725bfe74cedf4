"""Every fault of the catalogue is somebody's test."""

from collections import Counter

from docs_gen.failure_modes import marks
from docs_gen.faults import NUMBERS, REASONS


def test_every_fault_is_played_by_a_test() -> None:
    """No fault of the catalogue is without a test, and no mark names a fault that is not in it."""
    assert {mark.number for mark in marks()} == set(NUMBERS)


def test_every_fault_says_once_what_comes_of_it() -> None:
    """Of the tests of a fault exactly one says what the user sees and what the system does."""
    tellers = Counter(mark.number for mark in marks() if mark.effects)
    assert tellers == dict.fromkeys(NUMBERS, 1)
    told = [mark.effects.keys() - {"person"} for mark in marks() if mark.effects]
    assert all(words == {"sees", "does"} for words in told)


def test_a_fault_is_played_on_the_emulator_or_a_reason_says_why_not() -> None:
    """One or the other: a reason does not outlive the test that makes it needless."""
    emulated = {mark.number for mark in marks() if mark.emulated}
    assert emulated & REASONS.keys() == set()
    assert emulated | REASONS.keys() == set(NUMBERS)
