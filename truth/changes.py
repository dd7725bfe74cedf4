"""Another legal value for every input that our resource classes understand.

Most follow from the value that the program gives; where AWS takes only certain words, where
the program gives none, or where a value needs company, the table says which.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from truth.others_data import DATA
from truth.others_edge import EDGE
from truth.values import With

OTHER: Final = {**EDGE, **DATA}
"""The provider's type → input → its other value."""


class Given(Protocol):
    """Whatever has inputs."""

    @property
    def inputs(self) -> Mapping[str, Any]:
        """In the program's words."""
        ...


def changed(value: Any) -> Any:
    """Another value of the same form; None where only the table can say one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, Mapping):
        return {**value, "other": "other"} if all(map(_text, value.values())) else None
    if isinstance(value, list):
        return [*value, f"{value[0]}x"] if value and all(map(_text, value)) else None
    if not _text(value):
        return None
    return _document(value) or f"{value}x"


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _document(value: str) -> str | None:
    """A policy with another name of its first statement."""
    try:
        found = json.loads(value)
    except ValueError:
        return None
    if not isinstance(found, dict) or "Statement" not in found:
        return None
    first, *rest = found["Statement"]
    return json.dumps({**found, "Statement": [{**first, "Sid": "Other"}, *rest]})


def before_and_after(
    kind: str, key: str, candidates: Sequence[Given]
) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Inputs that differ in one; of the registrations, the first that gives it is changed."""
    base = next((each for each in candidates if key in each.inputs), candidates[0]).inputs
    other = OTHER.get(kind, {}).get(key)
    along: Mapping[str, Any] = {}
    if isinstance(other, With):
        base, along = dict(_set(base, other.also)), other.along
        other = other.value
    if other is None:
        other = changed(base.get(key))
    return None if other is None else (base, {**base, **along, key: other})


def _set(base: Mapping[str, Any], also: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in {**base, **also}.items():
        if value is not None:
            yield key, value
