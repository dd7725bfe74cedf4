"""Requests, many at once: what one caller asks in each of some contexts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from policy_proof.strange import OURS

RequestContext = tuple[tuple[str, str], ...]
"""A request's context: key and value; a key that is not there is absent."""
Pair = tuple[str, str]
"""Action and resource."""


class Caller(NamedTuple):
    """Who asks."""

    names: frozenset[tuple[str, str]]
    ours: bool
    service: bool = False


class Asked(NamedTuple):
    """One request."""

    caller: Caller
    context: RequestContext
    action: str
    resource: str

    @property
    def for_us(self) -> bool:
        """Whether it is made by somebody of ours, or by a service on our behalf."""
        if not self.caller.service:
            return self.caller.ours
        # A service takes a role for the account that the role is in, and for no other.
        return self.action.startswith("sts:") or any(OURS in said for _, said in self.context)


@dataclass(frozen=True)
class Requests:
    """What one caller asks: each of its `pairs` in each of its contexts."""

    caller: Caller
    contexts: Sequence[RequestContext]
    pairs: Sequence[Pair]

    @property
    def always(self) -> int:
        """Every context's bit."""
        return (1 << len(self.contexts)) - 1

    @cached_property
    def _by_key(self) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for bit, context in enumerate(self.contexts):
            for key, value in context:
                values = found.setdefault(key, {})
                values[value] = values.get(value, 0) | 1 << bit
        return found

    def ways(self, key: str) -> Iterator[tuple[str | None, int]]:
        """Each value of a key with the bits of its contexts; `None` where it is absent."""
        values = self._by_key.get(key, {})
        yield from values.items()
        yield None, self.always & ~sum(values.values())

    def asked(self, pair: Pair, mask: int) -> Iterator[Asked]:
        """Those of a pair whose context's bit is set: bit 0 for the first context."""
        for bit, context in enumerate(self.contexts):
            if mask >> bit & 1:
                yield Asked(self.caller, context, *pair)
