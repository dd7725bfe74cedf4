"""Our code with one module changed, for a process of its own: forgotten, and imported anew."""

import ast
import sys
from collections.abc import Collection
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType


class ChangedModule(SourceFileLoader):
    """Finds and loads one module, from a changed text or tree; its compiled form is not kept."""

    def __init__(self, root: Path, path: str, source: str | ast.Module) -> None:
        super().__init__(path.removesuffix(".py").replace("/", "."), str(root / path))
        self._source = source

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
        return compile(self._source, self.path, "exec", dont_inherit=True)


def forget(packages: Collection[str]) -> None:
    """Whoever imports one of these packages from now on gets it anew."""
    for name in [name for name in sys.modules if name.split(".")[0] in packages]:
        del sys.modules[name]


def import_changed(packages: Collection[str], module: ChangedModule) -> None:
    """The same, and one module of them changed."""
    forget(packages)
    sys.meta_path.insert(0, module)
