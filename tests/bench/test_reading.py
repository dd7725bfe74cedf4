"""The measurement runs and checks itself; what it measures is `python -m bench.reading`."""

from bench.reading import TARGETS
from tests.bench._measuring import one_round, shown


def test_a_round_runs_and_its_results_are_right() -> None:
    """Each side checks what it was answered; a wrong answer ends it without a table."""
    words = one_round("bench.reading")
    assert "1 rounds" in words
    assert shown(TARGETS, words)
