"""What we deploy: one file per component."""

from components._place import Place

__all__ = ["Place"]
