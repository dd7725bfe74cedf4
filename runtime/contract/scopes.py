"""What a token may open: the scopes of the resource server `payments`."""

from enum import StrEnum
from typing import Final

RESOURCE_SERVER: Final = "payments"
"""A token carries `payments/<scope>`."""


class Scope(StrEnum):
    """One for looking, one for whatever moves money."""

    READ = "read"
    WRITE = "write"
