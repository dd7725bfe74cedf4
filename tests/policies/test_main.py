"""The pack's entry point starts the pack, and nothing else in the pack does."""

import ast
from pathlib import Path

POLICIES = Path(__file__).parent.parent.parent / "policies"


def test_only_the_entry_point_starts_the_pack() -> None:
    """`serve(...)` serves until the engine ends, so the rules must be importable without it."""
    starting = [
        path.name
        for path in POLICIES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name) and node.id in {"PolicyPack", "serve"}
    ]
    assert starting == ["__main__.py"]
