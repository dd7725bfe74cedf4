"""Which parts of an object exclude or need each other, from the real provider's words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from truth.judge import SLOW, Judge, put
from truth.places import InputSlot
from truth.plugin import Said

Relation = tuple[str, tuple[str, ...]]
"""Its kind, and the paths that it joins, in the provider's words without positions."""

_SAID: Final = (
    ("conflict", r'"([\w.]+)": conflicts with ([\w.]+)'),
    ("some", r"one of `([^`]+)` must be specified"),
    ("one", r"only one of `([^`]+)` can be specified"),
    ("all", r'"([\w.]+)": all of `([^`]+)` must be specified'),
    (
        "conflict",
        r'[Aa]ttribute "([\w.\[\]]+)" cannot be specified when "([\w.\[\]]+)" is specified',
    ),
    ("some", r"[Nn]o attribute specified when one \(and only one\) of \[([^\]]+)\] is required"),
    ("one", r"attributes specified when one \(and only one\) of \[([^\]]+)\] is required"),
    ("some", r"[Aa]t least one attribute out of \[([^\]]+)\] must be specified"),
    ("all", r'[Aa]ttribute "([\w.\[\]]+)" must be specified when "([\w.\[\]]+)" is specified'),
)
_SAMPLES: Final[Mapping[str, Any]] = {"string": "x", "number": 1, "bool": True}


def relations(judge: Judge, base: Mapping[str, Any], places: Sequence[InputSlot]) -> set[Relation]:
    """Every relation that the provider names for this type."""
    found: set[Relation] = set()
    for said in _asked(judge, base, places):
        for each in said:
            found.update(_read(f"{each.summary} {each.detail}"))
    return found


def _asked(
    judge: Judge, base: Mapping[str, Any], places: Sequence[InputSlot]
) -> Iterator[Sequence[Said]]:
    """Each object empty, with each part alone, with everything, and without each part."""
    token = places[0].token
    objects: dict[str, list[InputSlot]] = {}
    for place in places:
        objects.setdefault(place.path.rpartition(".")[0], []).append(place)
    by_path = {place.path: place for place in places}
    for path, parts in objects.items():
        if path and token in SLOW:
            continue
        samples = {part.steps[-1].key: part.sample(_SAMPLES) for part in parts if _settable(part)}
        values = [
            {},
            *({key: value} for key, value in samples.items()),
            samples,
            *({k: v for k, v in samples.items() if k != key} for key in samples),
        ]
        for value in values:
            if not path:
                yield judge.validated(token, value)
            else:
                place = by_path[path]
                yield judge.validated(
                    token, put(base, place, [value] if place.steps[-1].many else value)
                )


def _settable(place: InputSlot) -> bool:
    return place.attribute is None or place.attribute.settable


def _read(text: str) -> Iterator[Relation]:
    for kind, pattern in _SAID:
        for found in re.findall(pattern, text):
            groups = [found] if isinstance(found, str) else list(found)
            names = [name for group in groups for name in re.split(r"[, ]+", group)]
            paths = [re.sub(r"\.\d+|\[.*?\]|\.<.*?>", "", name.strip('"')) for name in names]
            yield kind, tuple(paths if kind == "all" else sorted(set(paths)))
