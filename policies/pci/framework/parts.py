"""Objects inside a resource's properties, read like the resource itself, whatever their shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .resource import Resource
from .values import ABSENT, UNKNOWN, UndecidedError, read


@dataclass(frozen=True)
class Part:
    """One item of a list. Where it is no object, nothing is in it."""

    at: str
    """Its path in the resource."""
    value: Any

    def each(self, path: str) -> Iterator[tuple[str, Any]]:
        """Every value at `path` with its path in the resource; see `values.read`."""
        for at, value in read(self.value, path):
            yield f"{self.at}.{at}", value

    def known(self, path: str, default: Any = ABSENT) -> Any:
        """The one value at `path`, or `default` where there is none.

        Raises:
            UndecidedError: it is unknown.
        """
        at, value = next(self.each(path))
        if value is UNKNOWN:
            raise UndecidedError(at)
        return default if value is ABSENT else value


def parts(of: Resource | Part, path: str) -> Iterator[Part]:
    """The items of the list at `path`, which ends in `[]`.

    Raises:
        UndecidedError: the list or an item of it is unknown.
    """
    for at, value in of.each(path):
        if value is UNKNOWN:
            raise UndecidedError(at)
        yield Part(at, value)
