"""Where in a file which operator finds something: each change that can be made."""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from mutation.operators import NO_MEANING, OPERATORS

TYPES: Final = frozenset({"annotation", "returns", "type_params"})
"""Fields of the tree that hold types."""
NAMES_OF_TYPES: Final = frozenset({"NewType", "ParamSpec", "TypeVar"})


class Where(NamedTuple):
    """What a node stands in."""

    function: str
    at_import: bool
    statement: ast.stmt


class Edit(NamedTuple):
    """A node, by its holder, and another that may stand there."""

    operator: str
    holder: ast.AST
    field: str
    place: int | None
    new: ast.AST
    where: Where

    def swap(self, node: ast.AST) -> ast.AST:
        """Put this node there; returns what was there."""
        if self.place is None:
            before = getattr(self.holder, self.field)
            setattr(self.holder, self.field, node)
        else:
            nodes = getattr(self.holder, self.field)
            before, nodes[self.place] = nodes[self.place], node
        return before  # type: ignore[no-any-return]


def edits(tree: ast.Module) -> Iterator[Edit]:
    """All of them, in the order of the text; none is made yet."""
    for place, statement in enumerate(tree.body):
        yield from _of(tree, "body", place, statement, Where("", True, statement))


def _of(
    holder: ast.AST, field: str, place: int | None, node: ast.AST, where: Where
) -> Iterator[Edit]:
    if _is_for_people_or_types(node):
        return
    if isinstance(node, ast.stmt):
        where = where._replace(statement=node)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = where._replace(function=f"{where.function}.{node.name}".lstrip("."))
    for operator, make in OPERATORS.items():
        for new in make(node):
            yield Edit(operator, holder, field, place, new, where)
    for name, value in ast.iter_fields(node):
        inside = where
        if isinstance(node, ast.FunctionDef) and name == "body":
            inside = where._replace(at_import=False)
        if name in TYPES:
            yield from _in_a_type(node, name, value, inside)
        else:
            for number, child in _children(node, value):
                yield from _of(node, name, number, child, inside)


def _children(node: ast.AST, value: object) -> Iterator[tuple[int | None, ast.AST]]:
    """The nodes of one field, each with its place where it has one."""
    if isinstance(value, ast.AST):
        yield None, value
    elif isinstance(value, list):
        for number, each in enumerate(value):
            if isinstance(each, ast.AST) and not _is_in_a_sentence(node, each):
                yield number, each


def _in_a_type(holder: ast.AST, field: str, value: object, where: Where) -> Iterator[Edit]:
    """Of a type only the calls in it: `Field(ge=0)`."""
    for number, node in _children(holder, value):
        if isinstance(node, ast.Call):
            yield from _of(holder, field, number, node, where)
        else:
            for name, below in ast.iter_fields(node):
                yield from _in_a_type(node, name, below, where)


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


def _is_in_a_sentence(node: ast.AST, part: ast.AST) -> bool:
    """Whether the f-string that a text is a part of is for people: it has a space."""
    if not isinstance(node, ast.JoinedStr) or not isinstance(part, ast.Constant):
        return False
    return any(isinstance(one, ast.Constant) and " " in str(one.value) for one in node.values)
