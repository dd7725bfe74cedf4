"""Mutants written by hand, where what is watched does not say what would be wrong."""

from collections.abc import Iterator
from typing import Final

from local.policy_check.analyzer import Declared
from policy_proof import scenarios
from policy_proof.by_hand import (
    access,
    alarms,
    bounds,
    data,
    edge,
    functions,
    network,
    strangers,
)
from policy_proof.by_hand.row import MadeOf, Row
from policy_proof.edit import edited
from policy_proof.mutant import Mutant, MutantKind, judged
from policy_proof.scenario import StackChange, StackScenario
from policy_proof.tally import Tally
from policy_proof.values import UNKNOWN

ROWS: Final[tuple[Row, ...]] = (
    *access.ROWS,
    *alarms.ROWS,
    *bounds.ROWS,
    *data.ROWS,
    *edge.ROWS,
    *functions.ROWS,
    *network.ROWS,
    *strangers.ROWS,
)
NO_MUTANT: Final = {
    f"{rule}: {kind} {path}": why
    for part in (access, alarms, bounds, data, edge, functions, network, strangers)
    for (rule, kind, path), why in part.NO_MUTANT.items()
}
"""Rule, type and path of a watched property that no change of it alone can break, and why."""


def mutant(scenario: StackScenario, row: Row) -> Mutant:
    """What a row means in its scenario."""
    found = [
        one
        for one in scenario.declared.values()
        if one.type == row.type and one.name.endswith(row.name)
    ]
    changed = [found[0]] if row.values else []
    for at, value in row.values.items():
        changed = [_with(scenario, changed[0], at, value)]
    put = (*changed, *row.add)
    gone = frozenset(
        one.urn for one in scenario.declared.values() if (one.type, one.name) in row.without
    )
    return Mutant(
        MutantKind.WRITTEN,
        row.type,
        row.path,
        put[0].urn,
        StackChange(put, gone),
        frozenset({row.rule}),
    )


def _with(scenario: StackScenario, one: Declared, at: str, value: object) -> Declared:
    if isinstance(value, MadeOf):
        (urn,) = [each.urn for each in scenario.declared.values() if each.name == value.name]
        return edited(one, at, UNKNOWN, edges=False, made_of_urn=urn)
    return edited(one, at, value, edges=at not in one.property_dependencies)


def scenario_of(row: Row) -> StackScenario:
    """Our full stack, or a small one."""
    return (
        scenarios.stack(scenarios.FULL)
        if row.scenario == scenarios.FULL
        else scenarios.fixture(row.scenario)
    )


def prove() -> Tally:
    """Every mutant of every topic."""
    tally = Tally()
    for row, one in mutants():
        (outcome,) = judged(scenario_of(row), [one])
        # A row changes as much as it needs: whom else that concerns is not its question.
        tally.add(row.scenario, (), outcome, alarms=False)
    return tally


def mutants() -> Iterator[tuple[Row, Mutant]]:
    """Each row with its mutant."""
    for row in ROWS:
        yield row, mutant(scenario_of(row), row)


__all__ = ["NO_MUTANT", "ROWS", "mutants", "prove"]
