"""What docstrings promise."""

import ast
import re
from collections.abc import Iterator

from tests.arrows import ROOMS, ROOT, sources

_ENTRY = re.compile(r"\w+(?:\.\w+)*(?:, \w+(?:\.\w+)*)*: \S.*")


def raises() -> Iterator[tuple[str, str]]:
    """Where → each paragraph below a `Raises:`, its continued lines joined."""
    for room in ROOMS:
        for path in sources(room):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    _, told, below = (ast.get_docstring(node) or "").partition("Raises:\n")
                    if told:
                        where = f"{path.relative_to(ROOT)} {node.name}"
                        block = below.split("\n\n")[0]
                        yield from ((where, each) for each in re.split(r"\n(?= {4}\S)", block))


def test_each_error_says_when() -> None:
    """`Raises:` names the error, and after a colon the case in which it comes."""
    found = list(raises())
    assert len(found) > 100
    assert [each for each in found if not _ENTRY.match(each[1].strip())] == []
