"""A stack under the pack's own servicer, in the words of the quick way to judge it."""

from collections.abc import Callable, Collection
from typing import Any

from local.policy_check.analyzer import Analyzer, Declared, Violation
from local.policy_check.policy_check import provider_of, settings_of
from policies.pci.framework.servicer import Servicer
from policies.pci.pack import judge, policies
from policy_proof import scenarios
from policy_proof.scenario import Found, StackChange, StackScenario
from policy_proof.stacks import config

PACK = policies(judge())
SETTINGS = settings_of(scenarios.FULL, config(scenarios.FULL))


def servicer(
    scenario: StackScenario,
    only: Collection[str] | None = None,
    answers: Callable[..., Any] = Servicer,
) -> Analyzer:
    """The pack as the scenario configures it; of `only` these rules, and by whom it `answers`."""
    pack = [each for each in PACK if only is None or each.name in only]
    told = {each.name: scenario.configured.get(each.name, {}) for each in pack}
    return Analyzer(pack, told, provider_of(SETTINGS), SETTINGS, answers)


def changed(scenario: StackScenario, change: StackChange) -> list[Declared]:
    """The stack after the change, as a program would declare it."""
    put = {each.urn: each for each in change.put}
    return [each for urn, each in {**scenario.declared, **put}.items() if urn not in change.gone]


def found(violations: Collection[Violation]) -> set[Found]:
    """What the servicer says in the words of the quick way."""
    return {Found(v.policy, v.urn, v.message.partition("\n")[2]) for v in violations}
