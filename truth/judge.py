"""The real provider's answer to a registration in the program's words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import grpc

from truth import protocol
from truth.places import InputSlot
from truth.plugin import AwsProvider, Said, provider
from truth.translate import TranslationError, configuration, proposed, type_of

OFFLINE: Final[Mapping[str, Any]] = {
    "region": "eu-central-1",
    "access_key": "test",
    "secret_key": "test",
    "skip_credentials_validation": True,
    "skip_requesting_account_id": True,
    "skip_metadata_api_check": "true",
    "skip_region_validation": True,
}
"""Settings under which the provider plans without a network."""
SLOW: Final = frozenset({"aws:wafv2/webAcl:WebAcl"})
"""A plan of these takes seconds, so few are planned."""
WRONG_TYPE: Final = "wrong type"
"""The summary of what the protocol itself can't carry."""

ACROSS: Final = frozenset(
    {
        "Missing required argument",
        "Conflicting configuration arguments",
        "Invalid combination of arguments",
        "Invalid Attribute Combination",
        "Missing Attribute Configuration",
    }
)
"""Summaries about more than one place."""


class Judge:
    """Asks the real provider."""

    def __init__(self, real: AwsProvider) -> None:
        self._real = real
        self.types = real.types

    def validated(self, token: str, inputs: Mapping[str, Any]) -> Sequence[Said]:
        """The errors of a validation."""
        kind = type_of(token)
        try:
            return _errors(self._real.validate(kind, self._configuration(token, inputs)))
        except (grpc.RpcError, TranslationError, TypeError, ValueError, AttributeError) as error:
            return [_wrong_type(error)]

    def planned(self, token: str, inputs: Mapping[str, Any]) -> Sequence[Said]:
        """The errors of a plan for a new resource."""
        kind = type_of(token)
        try:
            config = self._configuration(token, inputs)
            return _errors(self._real.plan(kind, config, proposed(config, self.types[kind])).said)
        except (grpc.RpcError, TranslationError, TypeError, ValueError, AttributeError) as error:
            return [_wrong_type(error)]

    def _configuration(self, token: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        return configuration(token, inputs, self.types[type_of(token)])


@contextmanager
def judge(program: Path) -> Iterator[Judge]:
    """A judge, until the block ends."""
    with provider(program) as real:
        real.configure(OFFLINE)
        yield Judge(real)


def _errors(said: Sequence[Said]) -> Sequence[Said]:
    return [each for each in said if each.severity == protocol.ERROR]


def _wrong_type(error: Exception) -> Said:
    detail = error.details() if isinstance(error, grpc.Call) else str(error)
    return Said(protocol.ERROR, WRONG_TYPE, str(detail), ())


def about(place: InputSlot, said: Sequence[Said]) -> Sequence[Said]:
    """What is said of this place alone.

    Of a member of a set the provider names only the set. Deep inside, its SDK may name a
    neighbour by chance (two paths share their last step), so the words decide there.
    """
    return [each for each in said if each.summary not in ACROSS and _meets(place, each)]


def _meets(place: InputSlot, said: Said) -> bool:
    names = tuple(name for name in said.path if isinstance(name, str))
    if not names:
        return False
    if len(names) == len(place.theirs) > 1:
        words = f"{said.summary} {said.detail}"
        return names[:-1] == place.theirs[:-1] and bool(
            names == place.theirs or re.search(rf"\b{place.theirs[-1]}\b", words)
        )
    return all(a == b for a, b in zip(names, place.theirs, strict=False))


def bare(path: str) -> str:
    """A path without positions: `rules[0].name` is `rules.name`."""
    return re.sub(r"\[\d+\]", "", path)


def put(inputs: Mapping[str, Any], place: InputSlot, value: Any) -> dict[str, Any]:
    """The inputs with a value at a place, in the first object of each list on the way.

    Without a value, nothing stands there.
    """
    return _put(inputs, place, 0, value)


def _put(inputs: Mapping[str, Any], place: InputSlot, at: int, value: Any) -> dict[str, Any]:
    step = place.steps[at]
    if at == len(place.steps) - 1:
        left = {key: each for key, each in inputs.items() if key != step.key}
        return left if value is None else {**left, step.key: value}
    here = inputs.get(step.key)
    if step.many:
        items = list(here or [{}])
        return {**inputs, step.key: [_put(items[0], place, at + 1, value), *items[1:]]}
    return {**inputs, step.key: _put(here or {}, place, at + 1, value)}


def got(inputs: Mapping[str, Any], place: InputSlot) -> Any:
    """What stands at a place, in the first object of each list on the way."""
    here: Any = inputs
    for step in place.steps:
        here = (here or {}).get(step.key)
        if step.many and isinstance(here, list) and step is not place.steps[-1]:
            here = here[0] if here else None
    return here
