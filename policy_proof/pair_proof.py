"""Pairs of the schema's changes: one must not hide what is reported of the other.

Both are on one resource, or on two of which one is made of the other. They are drawn by seed, of
what matters and of what is harmless; two changes of one property are no pair.
"""

import random
from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import Final, NamedTuple

from google.protobuf.struct_pb2 import Struct

from local.policy_check.analyzer import Declared
from policy_proof import by_schema, reviewed, scenarios
from policy_proof.by_schema import Change
from policy_proof.edit import differences, made_of
from policy_proof.mutant import Mutant, Source
from policy_proof.scenario import Found, StackChange, StackScenario
from policy_proof.tally import Tally

_QUERIES: Final = "metricQueries"
"""AWS refuses them beside a metric, so an alarm of ours with both says nothing."""
_OFTEN: Final = 40
"""So many draws for one pair at most: not everything has a neighbour."""


@dataclass(frozen=True, eq=False)
class Half:
    """One of the two changes."""

    change: Change

    @property
    def mutant(self) -> Mutant:
        """What is done to the stack."""
        return self.change.mutant

    def __str__(self) -> str:
        return str(self.change)


class Pair(NamedTuple):
    """Two changes, of which the first matters."""

    first: Half
    second: Half


def prove(first: int, last: int) -> Tally:
    """The pairs from the first one to the last."""
    scenario, tally = scenarios.stack(scenarios.FULL), Tally()
    for number in range(first, last):
        pair = _drawn(scenario, random.Random(f"pair {number}"))  # noqa: S311 - not for secrets
        if pair:
            _count(tally, scenario, pair)
    return tally


@cache
def _changes() -> tuple[Half, ...]:
    """Of what matters and of what is harmless, in the full stack."""
    full = scenarios.stack(scenarios.FULL)
    here = {one.type for one in full.declared.values()}
    rows = [
        row
        for row in reviewed.rows()
        if row.type in here and not (row.matters and row.matters.program)
    ]
    return tuple(Half(change) for row in rows for change in by_schema.of(full, row))


@cache
def _of_each() -> dict[str, list[Half]]:
    found: dict[str, list[Half]] = {}
    for each in _changes():
        found.setdefault(each.mutant.urn, []).append(each)
    return found


@cache
def _near(urn: str) -> tuple[str, ...]:
    """A resource, what it is made of, and what is made of it."""
    declared = scenarios.stack(scenarios.FULL).declared
    one = declared[urn]
    near = [each.urn for each in declared.values() if made_of(one, each.urn) or made_of(each, urn)]
    return (urn, *sorted(each for each in near if each in _of_each()))


def _drawn(scenario: StackScenario, chance: random.Random) -> Pair | None:
    for _ in range(_OFTEN):
        first = chance.choice(_changes())
        second = chance.choice(_of_each()[chance.choice(_near(first.mutant.urn))])
        apart = first.mutant.urn != second.mutant.urn or not (
            _tops(scenario, first) & _tops(scenario, second)
        )
        queries = any(_QUERIES in each.mutant.path for each in (first, second))
        if first.mutant.tries and apart and not queries and _alone(first):
            return Pair(first, second)
    return None


def _tops(scenario: StackScenario, change: Half) -> set[str]:
    (new,) = change.mutant.change.put
    return differences(scenario.declared[new.urn], new)


@cache
def _said(change: Half) -> frozenset[Found]:
    return frozenset(scenarios.stack(scenarios.FULL).after(change.mutant.change))


def _alone(change: Half) -> frozenset[Found]:
    """What the rules that must speak say of a change by itself."""
    return frozenset(each for each in _said(change) if each.rule in change.mutant.tries)


def _count(tally: Tally, scenario: StackScenario, pair: Pair) -> None:
    found = scenario.after(both(scenario, pair))
    for mine, other in (pair, pair[::-1]):
        wanted = _alone(mine) if mine.mutant.tries else frozenset()
        if not wanted:
            continue
        rules = {each.rule for each in wanted}
        blamed = {(each.rule, each.urn) for each in wanted}
        # Two mistakes may be one sentence; whoever mends the one then meets the other.
        spoke = any((each.rule, each.urn) in blamed for each in found)
        tally.made[Source.PAIRS] += 1
        tally.seen[Source.PAIRS] += spoke
        if not spoke:
            tally.unseen.add(f"pair: {' / '.join(sorted(rules))}: {mine} beside {other}")


def both(scenario: StackScenario, pair: Pair) -> StackChange:
    """The stack with both changes."""
    (first,), (second,) = (each.mutant.change.put for each in pair)
    if first.urn != second.urn:
        return StackChange(put=(first, second))
    old = scenario.declared[first.urn]
    return StackChange(put=(reduce(lambda one, key: _taken(one, second, key),
                                   sorted(differences(old, second)), first),))  # fmt: skip


def _taken(one: Declared, other: Declared, key: str) -> Declared:
    """A resource with one property of another."""
    edges = {**one.property_dependencies, key: other.property_dependencies.get(key, ())}
    inputs, state = (
        _struct(mine, theirs, key)
        for mine, theirs in ((one.inputs, other.inputs), (one.state, other.state))
    )
    return replace(one, inputs=inputs, state=state, property_dependencies=edges)


def _struct(mine: Struct, theirs: Struct, key: str) -> Struct:
    found = Struct()
    found.CopyFrom(mine)
    found.fields.pop(key, None)
    if key in theirs.fields:
        found.fields[key].CopyFrom(theirs.fields[key])
    return found
