"""Our code with one file changed: forgotten and imported anew, or its functions' code replaced.

Both are for a process of its own.
"""

import ast
import gc
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import _lru_cache_wrapper
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, FunctionType

from mutation.scope import Scope

Functions = Mapping[tuple[str, str, int], list[FunctionType]]
"""File, dotted name and first line → the functions that are alive."""


class _Changed(SourceFileLoader):
    """Finds and loads one module, from a changed tree; its compiled form is not kept."""

    def __init__(self, scope: Scope, path: str, tree: ast.Module) -> None:
        super().__init__(path.removesuffix(".py").replace("/", "."), str(scope.root / path))
        self._tree = tree

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """The spec of this one module."""
        del path, target
        if fullname != self.name:
            return None
        return spec_from_file_location(fullname, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        """Compiled anew."""
        del fullname
        return _compiled(self._tree, self.path)


def forget(scope: Scope) -> None:
    """Whoever imports our code from now on gets it anew."""
    for name in [name for name in sys.modules if name.split(".")[0] in scope.ours]:
        del sys.modules[name]


def import_changed(scope: Scope, path: str, tree: ast.Module) -> None:
    """The same, and one file of it changed."""
    forget(scope)
    sys.meta_path.insert(0, _Changed(scope, path, tree))


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
