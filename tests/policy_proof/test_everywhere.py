"""Stacks that are broken in every resource at once: however a pack is asked, it says the same."""

from collections.abc import Iterator

import pytest

from local.policy_check.analyzer import Declared, sdk_servicer
from policy_proof import scenarios
from policy_proof.by_servicer import changed, found, servicer
from policy_proof.scenario import StackChange, StackScenario

ROUNDS = 2
"""So many mutants of every resource, each beside one of every other resource."""


def rounds(scenario: StackScenario) -> Iterator[StackChange]:
    """Changes of every resource at once, each time another one of each."""
    of: dict[str, list[Declared]] = {}
    for mutant in scenarios.mutants(scenario):
        for one in mutant.change.put:
            if one.urn in scenario.declared:
                of.setdefault(one.urn, []).append(one)
    for number in range(ROUNDS):
        # From everywhere in the list: what stands first is of one kind.
        yield StackChange(tuple(each[len(each) * number // ROUNDS] for each in of.values()))


@pytest.mark.parametrize("name", [scenarios.FULL, *scenarios.FIXTURES])
def test_all_ways_agree(name: str) -> None:
    """The quick way, the pack's servicer, and the SDK's own, which reads anew for each policy."""
    scenario = scenarios.stack(name) if name == scenarios.FULL else scenarios.fixture(name)
    for change in rounds(scenario):
        stack = changed(scenario, change)
        everything = servicer(scenario).judge(stack)
        assert servicer(scenario, answers=sdk_servicer).judge(stack) == everything
        assert found(everything) - scenario.before == scenario.after(change)
        assert len({each.urn for each in everything}) > len(change.put) // 4
