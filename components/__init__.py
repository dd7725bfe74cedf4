"""What we deploy: one file per component."""

from components.lib.context import StackContext
from components.lib.outputs import FunctionDefaults
from components.lib.preflight import context_of

__all__ = ["FunctionDefaults", "StackContext", "context_of"]
