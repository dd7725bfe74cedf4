"""ARNs, by one parser: whole ones, and those that stand in a longer text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

# A pattern of IAM may open any part; a policy variable (`${...}`) may stand for the account.
_PART: Final = r"[\w*?.-]*"
_ARN: Final = re.compile(
    rf"\barn:(?P<partition>[\w*?-]+):(?P<service>{_PART}):(?P<region>{_PART}):"
    r"(?P<account>\$\{[^}]*\}|[\w*?.-]*)(?::(?P<resource>[^\s\"'<>`,;]*))?"
)


class Arn(NamedTuple):
    """`arn:<partition>:<service>:<region>:<account>:<resource>`; a part may be empty."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


def parsed(text: str) -> Arn | None:
    """The one ARN that a text is; nothing where it is something else."""
    parts = text.split(":", maxsplit=5)
    return Arn(*parts[1:]) if len(parts) == 6 and parts[0] == "arn" else None  # noqa: PLR2004 - its parts


@lru_cache(maxsize=16_384)
def within(text: str) -> tuple[Arn, ...]:
    """Every ARN in a text, those inside another's resource too; `arn:aws:s3` alone is none."""
    return tuple(_within(text))


def _within(text: str) -> Iterator[Arn]:
    for match in _ARN.finditer(text) if "arn:" in text else ():
        found = Arn(**match.groupdict(default=""))
        yield found
        yield from _within(found.resource)
