"""What a token may open: the scopes of the resource server `payments`."""

from enum import StrEnum
from typing import Final

RESOURCE_SERVER: Final = "payments"


class Scope(StrEnum):
    """One for looking, one for whatever moves money."""

    READ = "read"
    WRITE = "write"

    @property
    def full(self) -> str:
        """As a token carries it."""
        return f"{RESOURCE_SERVER}/{self}"
