"""Mutants that follow from what the rules watch, for every resource of a stack."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from local.policy_check.analyzer import Declared
from policies.pci.framework.resource import Resource
from policies.pci.framework.rule import PropertyRule, Rule
from policies.pci.framework.values import ABSENT
from policies.pci.framework.values import UNKNOWN as NOT_KNOWN
from policy_proof.edit import DROP, edited, top
from policy_proof.mutant import Mutant, MutantKind
from policy_proof.scenario import StackChange, StackScenario
from policy_proof.values import FOREIGN, PLANTED, UNKNOWN, hostile

UNRESOLVED = "no-unresolved-security-value"
_TRIED = (MutantKind.PLANTED, MutantKind.SWAPPED)
"""What may be in order, even where a leaf says what must be."""


class _Try(NamedTuple):
    """One value in place of another."""

    kind: MutantKind
    value: Any
    edges: bool = True
    made_of_urn: str = ""


def of(scenario: StackScenario, one: Declared) -> list[Mutant]:
    """All mutants of one resource's watched properties; each change once, for all its rules."""
    found: dict[str, Mutant] = {}
    resource = scenario.resource(one.urn)
    for rule in scenario.rules:
        property_rules = {
            property_rule.path: property_rule
            for property_rule in rule.property_rules.get(one.type, ())
        }
        for path, producers in rule.watched.get(one.type, {}).items():
            property_rule = property_rules.get(path)
            if property_rule and rule.when and not rule.when(resource):
                continue
            for at, each in _changes(scenario, resource, path, property_rule, producers):
                mutant = _mutant(one, path, at, each)
                key = json.dumps([at, each.edges, each.made_of_urn, repr(each.value)])
                predicate = _must(rule, property_rule, each)
                tries = [] if predicate else [rule.name]
                found[key] = found.get(key, mutant).with_rules(predicate, tries)
    return list(found.values())


def _changes(
    scenario: StackScenario,
    resource: Resource,
    path: str,
    property_rule: PropertyRule | None,
    producers: tuple[str, ...],
) -> Iterator[tuple[str, _Try]]:
    places = list(resource.each(path))
    edges = scenario.declared[resource.urn].property_dependencies.get(top(path), ())
    for at, value in places:
        yield from ((at, each) for each in _tries(property_rule, producers, value))
        for urn in scenario.others(producers, {*edges, resource.urn}) if edges else ():
            yield at, _Try(MutantKind.SWAPPED, UNKNOWN, edges=False, made_of_urn=urn)
    if not places:
        yield top(path), _Try(MutantKind.UNKNOWN, UNKNOWN, edges=False)
    if all(value is ABSENT for _, value in places) and resource.urn in scenario.samples:
        yield from ((path, _Try(MutantKind.PLANTED, each, edges=False)) for each in PLANTED)


def _mutant(one: Declared, path: str, at: str, how: _Try) -> Mutant:
    changed = edited(one, at, how.value, edges=how.edges, made_of_urn=how.made_of_urn)
    return Mutant(how.kind, one.type, path, one.urn, StackChange(put=(changed,)))


def _must(rule: Rule, property_rule: PropertyRule | None, how: _Try) -> list[str]:
    if how.kind == MutantKind.UNKNOWN:
        return [UNRESOLVED]
    return [rule.name] if property_rule and how.kind not in _TRIED else []


def _tries(
    property_rule: PropertyRule | None, producers: tuple[str, ...], value: Any
) -> Iterator[_Try]:
    yield _Try(MutantKind.UNKNOWN, UNKNOWN, edges=False)
    if value is not ABSENT and not (property_rule and property_rule.optional):
        yield _Try(MutantKind.DROPPED, DROP, edges=False)
    if property_rule:
        yield from (
            _Try(MutantKind.WEAKENED, weak) for weak in property_rule.predicate.counterexamples
        )
    elif value is not ABSENT and value is not NOT_KNOWN:
        yield from (_Try(MutantKind.HOSTILE, each, edges=False) for each in hostile(value))
    if producers and value is not ABSENT:
        yield _Try(MutantKind.FOREIGN, FOREIGN, edges=False)
