"""The quick way to judge a mutant says what the pack's own servicer says."""

from collections.abc import Iterator
from itertools import islice

import pytest

from local.analyzer import Analyzer, Declared
from local.gate import provider_of, settings_of
from policies.pci._kernel.halves import IN_STACK
from policies.pci.pack import judge, policies
from tests.policies.prove import scenes
from tests.policies.prove.mutant import Mutant
from tests.policies.prove.scene import Change, Scene
from tests.policies.stacks import config

STEP = 60
"""Every so many-th mutant is judged both ways."""


def sample(scene: Scene) -> list[Mutant]:
    """Some mutants of every kind of resource."""
    return list(islice(scenes.mutants(scene), 0, None, STEP))


def changed(scene: Scene, change: Change) -> list[Declared]:
    """The stack after the change, as a program would declare it."""
    put = {each.urn: each for each in change.put}
    return [each for urn, each in {**scene.declared, **put}.items() if urn not in change.gone]


def by_servicer(scene: Scene, mutant: Mutant, only: set[str]) -> Iterator[tuple[str, str]]:
    """Rule and URN of what the servicer says of a mutant; of these rules only."""
    settings = settings_of(scenes.FULL, config(scenes.FULL))
    pack = [each for each in policies(judge()) if each.name.removesuffix(IN_STACK) in only]
    servicer = Analyzer(pack, {}, provider_of(settings), settings)
    for one in mutant.change.put:
        yield from ((v.policy.removesuffix(IN_STACK), v.urn) for v in servicer.resource(one))
    stack = changed(scene, mutant.change)
    yield from ((v.policy.removesuffix(IN_STACK), v.urn) for v in servicer.stack(stack))


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
def test_both_ways_agree(known: bool) -> None:  # noqa: FBT001 - a parameter
    """The same rules name the same resources, through proxies, levels and configuration."""
    scene = scenes.stack(scenes.FULL, known=known)
    others = iter(sorted(rule.name for rule in scene.rules) * STEP)
    for mutant in sample(scene):
        quick = {(each.rule, each.urn) for each in scene.after(mutant.change)}
        # The rules that speak, those that should, and each time some that should not.
        only = {rule for rule, _ in quick} | mutant.must | {next(others), next(others)}
        assert set(by_servicer(scene, mutant, only)) == quick, mutant.kind
