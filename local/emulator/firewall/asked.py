"""A request as the firewall sees it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote_plus


@dataclass(frozen=True)
class Asked:
    """What a rule can look at; the path and the query string as they were sent."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes

    def texts(self, place: str) -> Iterable[str]:
        """The texts at a place, decoded once where nothing else is said.

        Raises:
            KeyError: there is no such place.
        """
        return _TEXTS[place](self)


_TEXTS: Final[Mapping[str, Callable[[Asked], Iterable[str]]]] = {
    "arguments": lambda it: [value for _, value in parse_qsl(it.query, keep_blank_values=True)],
    "body": lambda it: [it.body.decode(errors="replace")],
    "cookie": lambda it: [it.headers.get("cookie", "")],
    "headers": lambda it: [f"{name}: {value}" for name, value in it.headers.items()],
    "method": lambda it: [it.method],
    "path": lambda it: [unquote_plus(it.path)],
    "path as sent": lambda it: [it.path],
    "query": lambda it: [unquote_plus(it.query)],
    "query as sent": lambda it: [it.query],
    "user-agent": lambda it: [it.headers.get("user-agent", "")],
}
