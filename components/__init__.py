"""What we deploy: one file per component."""

from components._context import StackContext
from components._limits import SCHEMA_VERSIONS
from components._outputs import FunctionDefaults
from components._preflight import place_of

__all__ = ["SCHEMA_VERSIONS", "FunctionDefaults", "StackContext", "place_of"]
