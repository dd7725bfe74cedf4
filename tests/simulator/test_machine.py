"""The state machine keeps every promise, and shrinks what breaks one."""

from simulator.machine import explore
from simulator.mutants import MUTANTS, apart
from simulator.mutants import explore as explore_without

EXAMPLES = 100
WRITE_AHEAD = MUTANTS[0]
FEW = 5
"""Steps that a shrunk failure may have here; a drawn one has about twenty-five."""


def test_no_sequence_of_steps_breaks_a_promise() -> None:
    """Safety after every step, and everything rests at the end; the same examples each time."""
    explore(EXAMPLES, derandomize=True)


def test_a_missing_safeguard_is_shrunk_to_the_steps_that_it_needs() -> None:
    """Without the write-ahead entry: begin, submit, and time for the charge."""
    said = apart(explore_without, WRITE_AHEAD, EXAMPLES)
    assert "I7: pay_" in said
    assert "state.submit(" in said
    assert said.count("state.") <= FEW
