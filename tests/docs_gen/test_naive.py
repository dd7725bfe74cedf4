"""What the safeguards are worth: a stack without them loses and charges twice, ours does not."""

import pytest

from docs_gen.naive import README, SCENARIOS, Fate, Naive, play, table


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_harms_the_naive_stack_does_not_harm_ours(scenario: str) -> None:
    """Under each fault the naive one loses the payment or charges it twice; ours charges once."""
    naive, ours = play(SCENARIOS[scenario])
    assert naive.charges > 1 or not naive.known
    assert ours == Fate(charges=1, known=True)


def test_the_naive_stack_works_without_faults() -> None:
    """It is a fair peer: one charge, written down."""
    assert Naive().run() == Fate(charges=1, known=True)


def test_the_readme_shows_what_was_played() -> None:
    """The table in the README is the one that is played now."""
    assert table() in README.read_text()
