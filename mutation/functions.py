"""Our code with the code of one file's functions replaced, for a process of its own."""

import ast
import gc
import inspect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType

from mutation.scope import Scope

Functions = Mapping[tuple[str, str, int], list[FunctionType]]
"""File, dotted name and first line → the functions that are alive."""


def functions(scope: Scope) -> Functions:
    """Those of the code that is mutated, once all of it is imported."""
    found: defaultdict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
    folders = tuple(f"{scope.root / source}/" for source in scope.sources)
    gc.unfreeze()
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(folders):
            found[_key(one.__code__)].append(one)
    gc.freeze()
    return found


def replace_code(scope: Scope, path: str, tree: ast.Module, alive: Functions) -> bool:
    """Whoever calls a changed function runs the changed code, however it got hold of it.

    Not where the change takes a closure away, such as `super()`: nothing is done then.

    Raises:
        LookupError: no living function has changed.
    """
    file = str(scope.root / path)
    before = {
        _key(code): code
        for code in _outermost(_compiled(ast.parse((scope.root / path).read_text()), file))
    }
    changed = [code for code in _outermost(_compiled(tree, file)) if code != before[_key(code)]]
    targets = [(one, code) for code in changed for one in alive.get(_key(code), ())]
    if not targets:
        raise LookupError(f"{path}: nothing that is alive has changed.")
    if any(len(one.__code__.co_freevars) != len(code.co_freevars) for one, code in targets):
        return False
    for one, code in targets:
        one.__code__ = code
    for cache in gc.get_objects():
        if isinstance(cache, _lru_cache_wrapper):
            cache.cache_clear()
    return True


def _compiled(tree: ast.Module, file: str) -> CodeType:
    return compile(tree, file, "exec", dont_inherit=True)


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _outermost(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes, without those in functions."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_flags & inspect.CO_OPTIMIZED:
                yield each
            else:
                yield from _outermost(each)
