"""Every promise of docs/reliability.md has a check, at the place that the page names."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (I\d+) \|.*\| `([\w/.]+)` `(\w+)` \|$", re.MULTILINE)
PLACES = ROW.findall((ROOT / "docs/reliability.md").read_text())


def test_every_promise_has_a_row() -> None:
    """I1 to I25, none left out."""
    assert [name for name, _, _ in PLACES] == [f"I{number}" for number in range(1, 26)]


@pytest.mark.parametrize(("name", "path", "function"), PLACES)
def test_a_promise_is_held_where_the_page_says(name: str, path: str, function: str) -> None:
    """The function is there, and says in its docstring which promise it holds."""
    tree = ast.parse((ROOT / path).read_text())
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == function
    ]
    assert len(found) == 1
    if path.startswith("simulator/"):
        assert re.search(rf"\b{name}\b", ast.get_docstring(found[0]) or "")
