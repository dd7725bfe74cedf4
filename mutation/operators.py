"""What a mutation is: for a node of the syntax tree, the nodes that may stand in its place.

Not mutated are texts for people (docstrings, strings with a space), types, and whether a class has
slots, which is about memory.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Final, TypeVar

NodeT = TypeVar("NodeT", bound=ast.AST)

OPPOSITE: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
AT_THE_BOUND: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
REVERSED: Final[Mapping[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
NO_MEANING: Final = frozenset({"slots"})
"""Named arguments that are left alone."""
OTHER: Final = "other"
"""What a string becomes."""


def _with(node: NodeT, **fields: object) -> NodeT:
    changed = copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _operators(
    node: ast.AST, table: Mapping[type[ast.cmpop], type[ast.cmpop]]
) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for place, found in enumerate(node.ops):
            if new := table.get(type(found)):
                yield _with(node, ops=[*node.ops[:place], new(), *node.ops[place + 1 :]])


def comparison(node: ast.AST) -> Iterator[ast.AST]:
    """The opposite: `==` and `!=`, `<` and `>=`, `in` and `not in`."""
    return _operators(node, OPPOSITE)


def boundary(node: ast.AST) -> Iterator[ast.AST]:
    """`<` and `<=`, and each number one more and one less."""
    yield from _operators(node, AT_THE_BOUND)
    if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
        yield _with(node, value=node.value + 1)  # type: ignore[operator]
        yield _with(node, value=node.value - 1)  # type: ignore[operator]


def constant(node: ast.AST) -> Iterator[ast.AST]:
    """The other truth value, another string."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield _with(node, value=not node.value)
        elif isinstance(node.value, str) and node.value and " " not in node.value:
            yield _with(node, value=OTHER)


def logic(node: ast.AST) -> Iterator[ast.AST]:
    """`and` for `or`, an operand or a filter less, a condition or its `not` turned round."""
    if isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for place, _ in enumerate(node.values):
            rest = [*node.values[:place], *node.values[place + 1 :]]
            yield _with(node, values=rest) if len(rest) > 1 else rest[0]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.comprehension):
        for place, _ in enumerate(node.ifs):
            yield _with(node, ifs=[*node.ifs[:place], *node.ifs[place + 1 :]])
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and isinstance(
        node.test, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr | ast.Subscript
    ):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def arithmetic(node: ast.AST) -> Iterator[ast.AST]:
    """`+` for `-`, `*` for `//`, where no text is put together."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and (new := REVERSED.get(type(node.op))):
        sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
        if not any(map(_is_no_number, sides)):
            yield _with(node, op=new())


def _is_no_number(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.Tuple | ast.List) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def argument(node: ast.AST) -> Iterator[ast.AST]:
    """A call without one of its named arguments."""
    if isinstance(node, ast.Call):
        for place, each in enumerate(node.keywords):
            if each.arg not in {None, *NO_MEANING}:
                rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
                yield _with(node, keywords=rest)


def answer(node: ast.AST) -> Iterator[ast.AST]:
    """None returned, or the two of a pair or of a choice swapped."""
    if isinstance(node, ast.IfExp):
        yield _with(node, body=node.orelse, orelse=node.body)
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield _with(node, value=ast.Constant(None))
        if isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:  # noqa: PLR2004 - a pair.
            yield _with(node, value=_with(node.value, elts=node.value.elts[::-1]))


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def call(node: ast.AST) -> Iterator[ast.AST]:
    """A statement less that calls, or yields."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
        yield ast.Pass()


OPERATORS: Final[Mapping[str, Callable[[ast.AST], Iterator[ast.AST]]]] = {
    "comparison": comparison,
    "boundary": boundary,
    "constant": constant,
    "logic": logic,
    "arithmetic": arithmetic,
    "dropped argument": argument,
    "swapped return": answer,
    "removed call": call,
}
