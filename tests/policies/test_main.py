"""The pack's entry point starts the pack, and nothing else in the pack does."""

import ast
from pathlib import Path

from pulumi_policy import EnforcementLevel

from policies.pci import RULES

POLICIES = Path(__file__).parent.parent.parent / "policies"


def test_only_the_entry_point_starts_the_pack() -> None:
    """`PolicyPack(...)` serves for ever, so the rules must be importable without it."""
    starting = [
        path.name
        for path in POLICIES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name) and node.id == "PolicyPack"
    ]
    assert starting == ["__main__.py"]


def test_every_rule_is_mandatory_and_says_which_requirement_it_serves() -> None:
    """A gate that only advises is no gate."""
    assert RULES
    for rule in RULES:
        assert rule.enforcement_level is EnforcementLevel.MANDATORY
        assert rule.framework is not None
        assert rule.framework.reference
