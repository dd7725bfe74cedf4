"""A generated mutant, and all that a file has."""

import ast
from copy import copy
from pathlib import Path
from typing import Final, NamedTuple

from mutation.edits import Edit, edits

AROUND: Final = 30
"""Letters of a long statement that are shown before and behind its change."""


class Mutant(NamedTuple):
    """One change of one file."""

    path: str
    """From the root, with slashes."""
    number: int
    """Its place in the order in which the file's mutants are made."""
    operator: str
    function: str
    """Dotted, or `<module>`; a class where it is in the class's body."""
    lines: tuple[int, int]
    """First and last of the statement, without what is nested in it."""
    at_import: bool
    """Whether an import runs it: it stands in no function's body."""
    old: str
    new: str
    """The changed part of the statement, as Python writes it."""

    def __str__(self) -> str:
        return f"{self.path}:{self.lines[0]} {self.function}: {self.old}  →  {self.new}"


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """All mutants of a file, in the order of the text."""
    return [
        _described(path, number, edit) for number, edit in enumerate(edits(_parsed(root, path)))
    ]


def mutated(root: Path, mutant: Mutant) -> ast.Module:
    """The file with the change."""
    tree = _parsed(root, mutant.path)
    edit = list(edits(tree))[mutant.number]
    ast.copy_location(edit.new, edit.swap(edit.new))
    return ast.fix_missing_locations(tree)


def _parsed(root: Path, path: str) -> ast.Module:
    return ast.parse((root / path).read_text(encoding="utf-8"))


def _described(path: str, number: int, edit: Edit) -> Mutant:
    statement, swapped = edit.where.statement, edit.new
    # The statement itself is replaced.
    before = edit.swap(swapped)
    after = swapped if before is statement else statement
    new = _header(after)
    edit.swap(before)
    old = _header(statement)
    if old == new:
        old, new = ast.unparse(before), ast.unparse(swapped)
    return Mutant(
        path,
        number,
        edit.operator,
        edit.where.function or "<module>",
        _lines(statement, before),
        edit.where.at_import,
        *_cut(old, new),
    )


def _header(statement: ast.AST) -> str:
    """The statement in one line, without what is nested in it."""
    bare = copy(statement)
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        if isinstance(getattr(bare, name, None), list):
            setattr(bare, name, [])
    return " ".join(ast.unparse(bare).split())


def _lines(statement: ast.stmt, node: ast.AST) -> tuple[int, int]:
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    if decorators := getattr(statement, "decorator_list", []):
        first = min(each.lineno for each in decorators)
    nested = getattr(statement, "body", None) or getattr(statement, "cases", None)
    if nested:
        inner = nested[0].pattern if isinstance(nested[0], ast.match_case) else nested[0]
        last = max(first, inner.lineno - 1)
    own = getattr(node, "lineno", first)
    return (first, last) if first <= own <= last else (own, getattr(node, "end_lineno", own))


def _cut(old: str, new: str) -> tuple[str, str]:
    """Both texts without most of what they have in common."""
    same = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )
    tail = 0
    most = min(len(old), len(new)) - same
    while tail < most and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start, rest = max(0, same - AROUND), max(0, tail - AROUND)
    head, foot = "…" if start else "", "…" if rest else ""
    return (
        f"{head}{old[start : len(old) - rest]}{foot}",
        f"{head}{new[start : len(new) - rest]}{foot}",
    )
