"""Every fault of the catalogue is somebody's test, and the page says what the tests say."""

from collections import Counter

from tests.faults.catalogue import NUMBERS, REASONS
from tests.faults.page import PAGE, marks, page


def test_every_fault_is_played_by_a_test() -> None:
    """No fault of the catalogue is without a test, and no mark names a fault that is not in it."""
    assert {mark.number for mark in marks()} == set(NUMBERS)


def test_every_fault_has_one_story() -> None:
    """Of the tests of a fault exactly one says what the user sees and what the system does."""
    tellers = Counter(mark.number for mark in marks() if mark.story)
    assert tellers == dict.fromkeys(NUMBERS, 1)
    told = [mark.story.keys() - {"person"} for mark in marks() if mark.story]
    assert all(words == {"sees", "does"} for words in told)


def test_a_fault_is_played_on_the_emulator_or_a_reason_says_why_not() -> None:
    """One or the other: a reason does not outlive the test that makes it needless."""
    emulated = {mark.number for mark in marks() if mark.emulated}
    assert emulated & REASONS.keys() == set()
    assert emulated | REASONS.keys() == set(NUMBERS)


def test_the_page_is_what_the_tests_say() -> None:
    """`docs/failure-modes.md` is what `make docs` writes."""
    assert PAGE.read_text() == page()
