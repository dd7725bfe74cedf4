"""The quick way to judge a mutant says what the pack's own servicer says."""

from collections.abc import Collection
from itertools import islice

import pytest

from policy_proof import scenarios, written
from policy_proof.by_servicer import changed, found, servicer
from policy_proof.mutant import Mutant
from policy_proof.scenario import StackScenario


def agree(scenario: StackScenario, mutant: Mutant, only: Collection[str]) -> None:
    """Both ways say the same of a mutant, by these rules and by those that speak."""
    quick = scenario.after(mutant.change)
    asked = servicer(scenario, {each.rule for each in quick} | mutant.predicate | {*only})
    said = [v for one in mutant.change.put for v in asked.resource(one)]
    said += asked.stack(changed(scenario, mutant.change))
    assert found(said) == quick, mutant.kind


@pytest.mark.parametrize(
    ("known", "step"), [(True, 60), (False, 120)], ids=["deployed", "first preview"]
)
def test_both_ways_agree(known: bool, step: int) -> None:  # noqa: FBT001 - a parameter
    """Of every so many-th mutant the same, through proxies, levels and configuration."""
    scenario = scenarios.stack(scenarios.FULL, known=known)
    others = iter(sorted(rule.name for rule in scenario.rules) * step)
    for mutant in islice(scenarios.mutants(scenario), 0, None, step):
        # Beside the rules that speak and those that should, each time some that should not.
        agree(scenario, mutant, {next(others), next(others)})


def test_both_ways_agree_on_what_is_written_by_hand() -> None:
    """Every one of them, and not only some."""
    for row, mutant in written.mutants():
        agree(written.scenario_of(row), mutant, ())
