"""What we deploy: one file per component."""

from components._joins import Common
from components._limits import SCHEMA_VERSIONS
from components._place import Place
from components._preflight import place_of

__all__ = ["SCHEMA_VERSIONS", "Common", "Place", "place_of"]
