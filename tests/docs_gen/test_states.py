"""The picture of the states is the table."""

from pathlib import Path

from docs_gen.states import states
from runtime.domain.state_machine import Transition

PAGE = Path(__file__).parents[2] / "docs" / "states.md"


def test_the_page_is_what_the_table_says_today() -> None:
    """`docs/states.md` is generated; run `make docs` after a change of the table."""
    assert PAGE.read_text() == states()


def test_every_transition_is_drawn() -> None:
    """No row of the table is left out."""
    page = states()
    assert all(f"| {transition} |" in page for transition in Transition)
