"""Mutants of the platform's guards, and of what protects a resource from beside it."""

from collections.abc import Iterator

from local.policy_check.analyzer import Declared
from policies.pci import platform
from policies.pci.framework import retention
from policies.pci.framework.tokens import FUNCTION
from policies.pci.overlooked import OVERLOOKED
from policies.pci.rules import tagging
from policy_proof.edit import DROP, edited, optioned, retyped, top
from policy_proof.mutant import Mutant, MutantKind
from policy_proof.scenario import StackChange, StackScenario

IGNORED = "no-ignore-changes-on-security-props"
# Put together here, so that nobody's scanner takes it for a key.
SECRET = "_".join(["sk", "live", "x" * 24])
RANDOM = "".join(chr(48 + (index * 37) % 75) for index in range(75)).translate(
    dict.fromkeys(map(ord, ":;<=>?@[]^_`\\"))
)


def of(scenario: StackScenario, one: Declared) -> Iterator[Mutant]:
    """The guards' mutants of one resource; none of them is about a property's value."""
    yield from _ignored(scenario, one)
    yield _put(MutantKind.SECRET, one, "planted", SECRET, platform.PLAINTEXT.name)
    if one.type == FUNCTION and "environment" in one.inputs.fields:
        path = "environment.variables.PLANTED"
        yield _put(MutantKind.SECRET, one, path, RANDOM, platform.PLAINTEXT.name)
    if one.type in tagging.TAGGABLE:
        yield _put(MutantKind.UNTAGGED, one, "tags", DROP, tagging.REQUIRED.name)
        for key in tagging.REQUIRED.config["requiredTags"]:
            yield _put(MutantKind.UNTAGGED, one, f"tags.{key}", DROP, tagging.REQUIRED.name)
    if one.type in platform.PROTECTED.types and scenario.keeps(one.urn, retention.CONFIG):
        change = StackChange(put=(optioned(one, protect=False),))
        yield _mutant(MutantKind.UNPROTECTED, one, change, platform.PROTECTED.name)
        change = StackChange(
            put=(optioned(one, deleteBeforeReplace=True, deleteBeforeReplaceDefined=True),)
        )
        yield _mutant(MutantKind.HURRIED, one, change, OVERLOOKED.name)
    if one.urn in scenario.samples and one.type in platform.KNOWN_TYPES:
        for alias in (one.urn.replace(one.type, "aws:made/up:Up"), _neighbour(one.urn)):
            change = StackChange(put=(optioned(one, aliases=[alias]),))
            yield _mutant(MutantKind.ADOPTED, one, change, OVERLOOKED.name)


def _neighbour(urn: str) -> str:
    """The same resource of another stack."""
    return urn.replace("urn:pulumi:", "urn:pulumi:other-", 1)


def _put(kind: MutantKind, one: Declared, at: str, value: object, rule: str) -> Mutant:
    change = StackChange(put=(edited(one, at, value),))
    return Mutant(kind, one.type, at, one.urn, change, predicate=frozenset({rule}))


def _mutant(kind: MutantKind, one: Declared, change: StackChange, *rules: str) -> Mutant:
    return Mutant(kind, one.type, "", one.urn, change, predicate=frozenset(rules))


def _ignored(scenario: StackScenario, one: Declared) -> Iterator[Mutant]:
    """Each watched property, and all at once, left out of updates."""
    tops = {top(path) for rule in scenario.rules for path in rule.watched.get(one.type, ())}
    for key in ("*", *sorted(tops)):
        yield _mutant(
            MutantKind.IGNORED, one, StackChange(put=(optioned(one, ignoreChanges=[key]),)), IGNORED
        )


def elsewhere(scenario: StackScenario) -> Iterator[Mutant]:
    """Each type of a stack once more, as another provider or a template would declare it."""
    for one in {each.type: each for each in scenario.declared.values()}.values():
        if one.type.startswith("aws:"):
            _, module, name = one.type.split(":")
            kinds = (f"aws-native:{module.partition('/')[0]}:{name}", f"{one.type}V9")
            for kind in kinds:
                change = StackChange(put=(retyped(one, kind),))
                yield _mutant(MutantKind.UNLISTED, one, change, platform.TYPES.name)
    for kind in ("aws:cloudformation/stack:Stack", "aws:cloudcontrol/resource:Resource"):
        yield _mutant(
            MutantKind.UNLISTED, one, StackChange(put=(retyped(one, kind),)), platform.TYPES.name
        )


def deleted(scenario: StackScenario) -> Iterator[Mutant]:
    """Each resource gone that a rule looked at to judge another one."""
    looked: dict[str, set[str]] = {}
    for rule in scenario.rules:
        if rule.number.startswith("0."):
            continue
        for urn in scenario.guards(rule):
            looked.setdefault(urn, set()).add(rule.name)
    for urn, names in looked.items():
        one, change = scenario.declared[urn], StackChange(gone=frozenset({urn}))
        yield Mutant(MutantKind.DELETED, one.type, "", urn, change, tries=frozenset(names))
