"""Mutants from the provider's schema: each property dropped, emptied, and set to AWS's words.

No rule is asked what would be wrong. The reviewed table says which property matters, and which
of these changes makes the stack worse; the rest of what matters is nobody's question.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from local.policy_check.analyzer import Declared
from policies.pci import platform
from policies.pci.framework.resource import Resource
from policies.pci.framework.values import ABSENT
from policy_proof import reviewed, strange
from policy_proof.edit import DROP, edited, top
from policy_proof.mutant import Mutant, MutantKind
from policy_proof.reviewed import Row
from policy_proof.scenario import StackChange, StackScenario
from policy_proof.schema import Property, Shape, properties

SAMPLES: Final = 3
"""So many resources of a type, each with another value of the property."""
STRANGER: Final = "only-ours"
SECRET: Final = "no-plaintext-secret-in-inputs"  # noqa: S105 - a rule
_ANYWHERE: Final = {"foreign": STRANGER, "http": STRANGER, "secret": SECRET}
"""What one rule finds in every text of every resource."""
_FOR_PEOPLE: Final = ("description", "displayName", "domain")
"""Properties whose text names nothing that is called."""
_INDEX: Final = re.compile(r"\[\d+\]")
_NUMBERS: Final = {"minus": -1, "zero": 0, "one": 1, "max": 2**31 - 1}


class Change(NamedTuple):
    """One thing done to one property of one resource."""

    word: str
    """In the table's own words."""
    at: str
    mutant: Mutant

    def __str__(self) -> str:
        name = self.mutant.urn.rpartition("::")[2]
        return f"{self.mutant.type} {self.mutant.path}: {self.word} ({name} {self.at})"


def of(scenario: StackScenario, row: Row) -> Iterator[Change]:
    """Every change of a property that must be reported, or that must not be."""
    for one, at, value in _samples(scenario, row):
        for word, new in _values(row.property, value, row):
            rules = _speak(row, word)
            if rules is None or not (rules or _possible(scenario, one, row)):
                continue
            changed = edited(_beside(one, row), at, new, edges=_keeps_edges(at, value))
            mutant = Mutant(
                MutantKind.OF_SCHEMA,
                row.type,
                row.property.path,
                one.urn,
                StackChange(put=(changed,)),
                tries=frozenset(rules),
            )
            yield Change(word, at, mutant)


def _speak(row: Row, word: str) -> tuple[str, ...] | None:
    """The rules of which one must speak; none for what is harmless; `None`: nobody asks."""
    everywhere = _ANYWHERE.get(word)
    if not row.matters:
        if everywhere and _is_fine(row, word):
            return None
        return (everywhere,) if everywhere else ()
    weak = row.matters.weak
    if not ((word in weak) if weak else word not in ("secret", "http")):
        return None
    return (*row.matters.rules, everywhere) if everywhere else row.matters.rules


def _is_fine(row: Row, word: str) -> bool:
    """Whether a stranger's name is a text for people here, or a secret where it belongs."""
    if word == "secret":
        return row.property.path in platform.PLAINTEXT.config["secretPaths"].get(row.type, ())
    return row.property.path.rpartition(".")[2] in _FOR_PEOPLE


def _samples(scenario: StackScenario, row: Row) -> Iterator[tuple[Declared, str, Any]]:
    """Resources with the property, of each value one; without it everywhere, where it fits."""
    found: dict[str, tuple[Declared, str, Any]] = {}
    without: list[tuple[Declared, str, Any]] = []
    name = row.matters.name if row.matters else ""
    path = row.property.path.removesuffix(".*")
    for one in sorted(scenario.declared.values(), key=lambda each: each.urn):
        if one.type != row.type or name not in one.name:
            continue
        resource = scenario.resource(one.urn)
        for at, value in resource.each(path):
            if value is not ABSENT:
                key = json.dumps(value, default=str, sort_keys=True)
                found.setdefault(key, (one, at, value))
        without += [(one, at, ABSENT) for at in _rooms(resource, path)]
    fits = [each for each in without if _above(scenario, each[0], each[1])]
    yield from list(found.values())[:SAMPLES] or (fits or without)[:1]


def _rooms(resource: Resource, path: str) -> Iterator[str]:
    """Where an absent property would stand: in each block that is there, or in new ones."""
    there = [at for at, value in resource.each(path) if value is ABSENT]
    if there or "[]" not in path:
        yield from there
        return
    before, _, after = path.rpartition("[]")
    yield from (f"{at}[]{after}" for at in _rooms(resource, before))


def _above(scenario: StackScenario, one: Declared, at: str) -> bool:
    """Whether the block that a path leads into is there already."""
    block = at.rpartition(".")[0]
    blocks = dict(scenario.resource(one.urn).each(_INDEX.sub("[]", block))) if block else {}
    return blocks.get(block, ABSENT) is not ABSENT


def _possible(scenario: StackScenario, one: Declared, row: Row) -> bool:
    """Whether a program can say so: each block that it makes has all that its type demands."""
    there = scenario.resource(one.urn)
    made = [
        each.path
        for each in properties(row.type)
        if row.property.path.startswith((f"{each.path}.", f"{each.path}[].", each.path))
        and each.shape in (Shape.BLOCK, Shape.BLOCKS)
        and all(value is ABSENT for _, value in there.each(each.path.removesuffix(".*")))
    ]
    return not any(
        each.required and each.path != row.property.path and _in(block, each.path)
        for each in properties(row.type)
        for block in made
    )


def _in(block: str, path: str) -> bool:
    return path.rpartition(".")[0].removesuffix("[]") == block


def _beside(one: Declared, row: Row) -> Declared:
    if not (row.matters and row.matters.beside):
        return one
    path, text = row.matters.beside
    value = {"true": True, "false": False}.get(text, text)
    return edited(one, path, value)


def _keeps_edges(at: str, value: Any) -> bool:
    """What is written out is made of nothing; the rest of a block stays what it is made of."""
    return top(at) != at and not (isinstance(value, str) and "arn:" in value)


def _values(each: Property, value: Any, row: Row) -> Iterator[tuple[str, Any]]:
    """Each word of the table with what it puts in place; nothing that changes nothing."""
    if value is not ABSENT and not each.required:
        yield "drop", DROP
    words = (*each.words, *reviewed.words().get(f"{row.type} {each.path}", ()))
    for word, new in _shaped(each, value, words):
        unset = value is ABSENT and word != "set" and new in ("", [], {})
        if not unset and (type(new), new) != (type(value), value):
            yield word, new


def _shaped(each: Property, value: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    match each.shape:
        case Shape.FLAG:
            yield from (("true", True), ("false", False))
        case Shape.NUMBER:
            yield from _NUMBERS.items()
        case Shape.TEXT:
            yield "empty", ""
            yield from strange.texts(each.path, value)
            yield from ((word, word) for word in words)
        case Shape.TEXTS:
            yield "empty", []
            yield from ((word, [text]) for word, text in strange.texts(each.path, value))
            yield from ((word, [word]) for word in words)
        case Shape.MAP:
            yield "empty", {}
            for word, text in strange.texts(each.path, value):
                yield word, {"mutant": text}
        case Shape.BLOCK:
            yield ("set" if value is ABSENT else "empty"), {}
        case Shape.BLOCKS:
            yield "set", [{}]
            if value is not ABSENT:
                yield "empty", []
