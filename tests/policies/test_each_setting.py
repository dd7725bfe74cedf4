"""Whatever a rule can be told reaches it, and changes what it says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pulumi_policy import ResourceValidationPolicy, StackValidationPolicy

from local.policy_check.analyzer import Analyzer, Declared, Violation
from local.policy_check.policy_check import provider_of
from policies.pci.framework import engine_policies
from policies.pci.framework.judge import defaults
from policies.pci.framework.resource import Resource, Stack
from policies.pci.framework.rule import Finding, Rule
from policies.pci.pack import judge, policies, rules
from policy_proof import scenarios
from policy_proof.by_servicer import SETTINGS
from policy_proof.edit import edited
from policy_proof.resources import resource
from policy_proof.scenario import StackScenario
from policy_proof.values import FOREIGN
from tests.policies import told_access, told_bounds, told_data, told_ours
from tests.policies.told import DISPOSED, OURS

RULES = {rule.name: rule for rule in rules(judge())}
PACK = {policy.name: policy for policy in policies(judge())}
EVERY = [(rule.name, key) for rule in RULES.values() for key in defaults(rule)]
TWO_QUESTIONS = [
    rule.name
    for rule in RULES.values()
    if engine_policies.alone(rule) and engine_policies.in_stack(rule) and defaults(rule)
]
ROWS = {**told_access.ROWS, **told_bounds.ROWS, **told_data.ROWS, **told_ours.ROWS}
LISTED = "externalArns"
Said = tuple[frozenset[Violation], frozenset[Violation]]


def said(
    rule: str, told: Mapping[str, Any], stack: list[Declared], settings: Mapping[str, str]
) -> Said:
    """What a rule says to each of the SDK's two questions, in the pack's own servicer."""
    provider = provider_of({**settings, "aws:region": "eu-central-1"})
    provider = provider | {"allowedAccountIds": f'["{OURS}"]'}
    policy = PACK[rule]
    servicer = Analyzer([policy], {rule: told}, provider, settings)
    asked_alone, asked_last = (
        stack if isinstance(policy, question) else []
        for question in (ResourceValidationPolicy, StackValidationPolicy)
    )
    alone = frozenset(each for one in asked_alone for each in servicer.resource(one))
    return alone, frozenset(servicer.stack(asked_last))


def stricter(default: Any) -> Iterator[Any]:
    """Values of the same kind as a default of which one must be too little or too much."""
    if isinstance(default, bool):
        yield not default
    elif isinstance(default, int):
        yield from (0, 1_000_000_000)
    elif isinstance(default, list):
        yield from ([*default, "no-such"], [])
    elif isinstance(default, dict):
        yield {}
    else:
        yield "no-such"


@cache
def programs() -> list[StackScenario]:
    """Our full stack and the small ones, of which no rule has anything to say."""
    full = scenarios.stack(scenarios.FULL)
    return [full, *(scenarios.fixture(name) for name in scenarios.FIXTURES)]


@cache
def said_of(program: StackScenario, rule: str) -> Said:
    """What a rule says of a program as the program's own settings tell it."""
    told = program.configured.get(rule, {})
    return said(rule, told, [*program.declared.values()], SETTINGS)


def elsewhere(rule: Rule, one: Declared) -> Iterator[Declared]:
    """The resource, made of something that is not of its stack."""
    for property_rule in rule.property_rules.get(one.type, ()):
        if property_rule.producers:
            yield edited(one, property_rule.path, FOREIGN, edges=False)


def differs(rule: str, key: str) -> bool:
    """Whether some stack is judged otherwise once the rule is told this setting."""
    if (rule, key) in ROWS:
        row = ROWS[rule, key]
        told = {**row.besides, key: row.value}
        before, after = (said(rule, each, [*row.stack], DISPOSED) for each in (row.besides, told))
        return before != after
    for program in programs():
        besides = program.configured.get(rule, {})
        stack = [*program.declared.values()]
        if key == LISTED:
            for urn, one in program.declared.items():
                for other in elsewhere(RULES[rule], one):
                    broken = [other if each.urn == urn else each for each in stack]
                    before = said(rule, besides, broken, SETTINGS)
                    after = said(rule, {**besides, key: [FOREIGN]}, broken, SETTINGS)
                    if after[1] < before[1]:
                        return True
        else:
            before = said_of(program, rule)
            for value in stricter(defaults(RULES[rule])[key]):
                if said(rule, {**besides, key: value}, stack, SETTINGS) != before:
                    return True
    return False


@pytest.mark.parametrize(("rule", "key"), EVERY, ids=lambda each: each)
def test_a_setting_changes_what_is_said(rule: str, key: str) -> None:
    """Each setting of each rule, as `--policy-pack-config` gives it, in a stack that shows it."""
    assert differs(rule, key)


def test_every_row_is_a_setting() -> None:
    """A row of a setting that is gone would prove nothing."""
    assert set(ROWS) <= set(EVERY)


@pytest.mark.parametrize("name", TWO_QUESTIONS)
def test_a_setting_reaches_both_questions(name: str) -> None:
    """A rule that is asked about a resource and about the stack is told the same both times."""
    heard: dict[str, Any] = {}

    def of_one(_one: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
        heard["resource"] = dict(config)
        return iter(())

    def of_all(_stack: Stack, config: Mapping[str, Any]) -> Iterator[Finding]:
        heard["stack"] = dict(config)
        return iter(())

    rule = replace(RULES[name], types=(), check=of_one, stack=None, stack_check=of_all)
    told = {key: next(stricter(default)) for key, default in defaults(rule).items()}
    (policy,) = judge().policies([rule])
    kind = next(iter(engine_policies.types_alone(rule)), "aws:sqs/queue:Queue")
    Analyzer([policy], {name: told}).judge([resource(kind, {})])
    assert heard == {"resource": told, "stack": told}
