"""What we deploy: one file per component."""

from components.lib.context import StackContext
from components.lib.limits import SCHEMA_VERSIONS
from components.lib.outputs import FunctionDefaults
from components.lib.preflight import context_of

__all__ = ["SCHEMA_VERSIONS", "FunctionDefaults", "StackContext", "context_of"]
