"""Our code forgotten and imported anew, with one file changed; for a process of its own."""

import ast
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType

from mutation.scope import Scope


class Changed(SourceFileLoader):
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
        return compile(self._tree, self.path, "exec", dont_inherit=True)


def forget(scope: Scope) -> None:
    """Whoever imports our code from now on gets it anew."""
    for name in [name for name in sys.modules if name.split(".")[0] in scope.ours]:
        del sys.modules[name]
