"""What a program calls a thing whose ARN holds something that AWS chose."""

import re
from collections.abc import Mapping
from typing import Final

_SUFFIX: Final = re.compile(r"(:secret:.+)-[A-Za-z0-9]{6}$")


def known_as(arn: str, aliases: Mapping[str, str]) -> str:
    """A key by its alias, a secret without its suffix; `aliases`: alias ARN → id of the key."""
    if ":key/" in arn:
        wanted = arn.rpartition("/")[2]
        return next((alias for alias, key in aliases.items() if key == wanted), arn)
    return _SUFFIX.sub(r"\1", arn)
