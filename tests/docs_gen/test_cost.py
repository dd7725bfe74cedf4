"""The page about costs is what the stacks and the dated prices say."""

from docs_gen.cost import cost
from docs_gen.environments import ROOT, STACKS


def test_the_page_is_what_the_stacks_cost_today() -> None:
    """`docs/cost.md` is generated; run `make docs` after a change of a stack."""
    assert (ROOT / "docs" / "cost.md").read_text() == cost()


def test_a_network_of_its_own_is_what_makes_a_stack_dear() -> None:
    """Only prod has one, and its row is empty elsewhere."""
    (row,) = [line for line in cost().splitlines() if line.startswith("| interface endpoints")]
    cells = [each.strip() for each in row.split("|")][3 : 3 + len(STACKS)]
    assert cells[:3] == ["-"] * 3
    assert cells[3].endswith("(14)")
