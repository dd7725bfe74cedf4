"""The page of times is the table that the preview asks."""

from pathlib import Path

from docs_gen.times import times
from runtime.contract.time_relations import RELATIONS

PAGE = Path(__file__).parents[2] / "docs" / "times.md"
ROWS = [line for line in times().splitlines() if line.startswith("| ")][2:]


def test_the_page_is_what_the_table_says_today() -> None:
    """`docs/times.md` is generated; run `make docs` after a change of a relation."""
    assert PAGE.read_text() == times()


def test_each_relation_has_a_row_with_both_numbers() -> None:
    """A reader sees how far the defaults are from each edge."""
    assert len(ROWS) == len(RELATIONS)
    assert (
        "| `processor.timeoutSeconds` | 45 | `timing.lease` | 75 | an attempt is taken from its "
        "owner while its call may still be under way | `claim` in runtime/domain/transitions.py |"
    ) in ROWS


def test_settings_stand_out_and_words_do_not() -> None:
    """What a person types is code, also before a comma."""
    assert any(
        "`timing.firstSweep`, a minute and `processor.timeoutSeconds`" in row for row in ROWS
    )
