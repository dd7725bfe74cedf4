"""A generated mutant, and all that a file has."""

import ast
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any, Final, NamedTuple

from mutation.operators import NO_MEANING, OPERATORS

AROUND: Final = 30
"""Letters of a long statement that are shown before and behind its change."""
NAMES_OF_TYPES: Final = frozenset({"TypeVar", "NewType", "ParamSpec"})


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


class _Where(NamedTuple):
    function: str
    at_import: bool
    statement: ast.stmt


class _Edit(NamedTuple):
    operator: str
    holder: ast.AST
    field: str
    place: int | None
    new: ast.AST
    where: "_Where"

    def swap(self, node: ast.AST) -> ast.AST:
        """Put this node there; returns what was there."""
        if self.place is None:
            before = getattr(self.holder, self.field)
            setattr(self.holder, self.field, node)
        else:
            nodes = getattr(self.holder, self.field)
            before, nodes[self.place] = nodes[self.place], node
        return before  # type: ignore[no-any-return]


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """All mutants of a file, in the order of the text."""
    return [
        _described(path, number, edit) for number, edit in enumerate(_edits(_parsed(root, path)))
    ]


def mutated(root: Path, mutant: Mutant) -> ast.Module:
    """The file with the change."""
    tree = _parsed(root, mutant.path)
    edit = list(_edits(tree))[mutant.number]
    ast.copy_location(edit.new, edit.swap(edit.new))
    return ast.fix_missing_locations(tree)


def _parsed(root: Path, path: str) -> ast.Module:
    return ast.parse((root / path).read_text(encoding="utf-8"))


def _edits(tree: ast.Module) -> Iterator[_Edit]:
    for place, statement in enumerate(tree.body):
        yield from _of(tree, "body", place, statement, _Where("", True, statement))


def _of(
    holder: ast.AST, field: str, place: int | None, node: ast.AST, where: _Where
) -> Iterator[_Edit]:
    if _is_for_people_or_types(node):
        return
    if isinstance(node, ast.stmt):
        where = where._replace(statement=node)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = where._replace(function=f"{where.function}.{node.name}".lstrip("."))
    for operator, make in OPERATORS.items():
        for new in make(node):
            yield _Edit(operator, holder, field, place, new, where)
    for name, value in ast.iter_fields(node):
        inside = where
        if isinstance(node, ast.FunctionDef) and name == "body":
            inside = where._replace(at_import=False)
        if name in {"annotation", "returns", "type_params"}:
            yield from _in_a_type(node, name, value, inside)
        elif isinstance(value, ast.AST):
            yield from _of(node, name, None, value, inside)
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield from _of(node, name, number, each, inside)


def _in_a_type(holder: ast.AST, field: str, node: Any, where: _Where) -> Iterator[_Edit]:
    """Of a type only the calls in it: `Field(ge=0)`."""
    if isinstance(node, ast.Call):
        yield from _of(holder, field, None, node, where)
    elif isinstance(node, ast.AST):
        for name, value in ast.iter_fields(node):
            yield from _in_a_type(node, name, value, where)


def _is_for_people_or_types(node: ast.AST) -> bool:
    return (
        (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (
            isinstance(node, ast.If)
            and isinstance(node.test, ast.Name)
            and node.test.id == "TYPE_CHECKING"
        )
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in NAMES_OF_TYPES
        )
        or (isinstance(node, ast.keyword) and node.arg in NO_MEANING)
        or isinstance(node, ast.Import | ast.ImportFrom)
    )


def _described(path: str, number: int, edit: _Edit) -> Mutant:
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
