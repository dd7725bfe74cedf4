"""The spellings of the benchmark."""

from bench.card_forms import card, seeded
from bench.card_spellings import SPELLINGS, spelled


def test_a_spelling_changes_more_than_nothing() -> None:
    """All spellings but the bare one differ, from the number and from each other."""
    number = card(seeded("one"), "Visa")
    assert len({spelled(name, number) for name in SPELLINGS}) == len(SPELLINGS)
