"""A leading underscore is private to its folder, and is kept."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.arrows import OURS, ROOMS, ROOT, sources


def hidden(path: Path) -> Iterator[str]:
    """What a file imports past a leading underscore that is not of its own folder, or above it.

    A test belongs to the folder that it mirrors.
    """
    home = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            above = home[: len(home) - node.level + 1] if node.level else ()
            module = (*above, *(node.module.split(".") if node.module else ()))
            found = [(*module, alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            found = [tuple(alias.name.split(".")) for alias in node.names]
        else:
            continue
        for name in found:
            first = next((n for n, part in enumerate(name) if private(part)), None)
            if first is None or name[0] not in OURS:
                continue
            folder = name[:first]
            if not ROOT.joinpath(*folder).is_dir():
                folder = folder[:-1]
            if folder not in {home[: len(folder)], home[1 : len(folder) + 1]}:
                yield ".".join(name)


def private(name: str) -> bool:
    """`_iam_delta` is, `__main__` is not."""
    return name.startswith("_") and not name.endswith("__")


def test_what_begins_with_an_underscore_is_private_to_its_folder() -> None:
    """No import names another folder's underscore, be it a module or what is in one."""
    breaches = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room in ROOMS
        for path in sources(room)
        for name in hidden(path)
    ]
    assert breaches == []
