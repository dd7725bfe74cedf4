"""The page about the policy pack; `tests/policy_proof/test_deployed.py` holds the one in docs/."""

from docs_gen.pci import UNCOVERED, page
from policies.pci.pack import judge, rules
from policy_proof.tally import Tally


def test_every_rule_and_every_requirement_without_one_has_a_row() -> None:
    """No rule is left out, whatever its proofs, and no reason why none can show a requirement."""
    rows = [line for line in page(Tally()).splitlines() if line.startswith("| ")]
    assert [
        each.name for each in rules(judge()) if not any(f"`{each.name}`" in r for r in rows)
    ] == []
    assert [
        each for each in UNCOVERED if not any(row.startswith(f"| {each} |") for row in rows)
    ] == []
