"""The measurement runs and checks itself; what it measures is `python -m bench.growing`."""

from bench.growing import TARGETS
from tests.bench._measuring import one_round, shown


def test_a_round_runs_and_its_results_are_right() -> None:
    """Each side checks what it was answered; a wrong answer ends it without a table."""
    words = one_round("bench.growing")
    assert "1 rounds" in words
    assert shown(TARGETS, words)
