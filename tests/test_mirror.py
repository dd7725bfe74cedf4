"""The tests mirror the tree: every source file has a test file that pytest collects."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("components", "runtime", "policies", "local", "till", "bench", "docs_gen")
BY_TOPIC = ("mutation", "policy_proof", "simulator", "truth")
"""Tools whose parts only make sense together: their tests are by topic, and mutants prove them."""
SOURCES = sorted(
    path.relative_to(ROOT)
    for path in (
        *ROOT.glob("*.py"),
        *(file for room in ROOMS for file in (ROOT / room).rglob("*.py")),
    )
    if path.name != "__init__.py"
)


def mirror_of(source: Path) -> Path:
    """`components/lib/iam.py` is tested in `tests/components/lib/test_iam.py`."""
    return ROOT / "tests" / source.parent / f"test_{source.stem.strip('_')}.py"


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_every_source_file_has_a_test_file(source: Path) -> None:
    """A source file without a test file of its own, or with an empty one, is a gap."""
    mirror = mirror_of(source)
    assert mirror.is_file(), f"{mirror.relative_to(ROOT)} is missing."
    functions = [
        node.name
        for node in ast.walk(ast.parse(mirror.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert functions, f"{mirror.relative_to(ROOT)} tests nothing."


def test_every_test_states_its_truth() -> None:
    """Each test function has a docstring, and each test file is one that pytest collects."""
    mute = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert mute == []


def test_no_test_function_hides_in_a_file_that_is_not_collected() -> None:
    """A test outside of `test_*.py` would never run."""
    hidden = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if not path.name.startswith("test_")
        and any(
            isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]
    assert hidden == []


def test_no_file_of_a_tool_is_left_over() -> None:
    """A tool's file is imported by another, or somebody runs it."""
    known = set()
    rooms = (*BY_TOPIC, "docs_gen", "tests")
    for path in (file for room in rooms for file in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                known |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    idle = [
        str(path.relative_to(ROOT))
        for room in BY_TOPIC
        for path in sorted((ROOT / room).rglob("*.py"))
        if path.stem not in {"__init__", "__main__"}
        and ".".join(path.relative_to(ROOT).with_suffix("").parts) not in known
        and '__name__ == "__main__"' not in path.read_text()
    ]
    assert idle == []
