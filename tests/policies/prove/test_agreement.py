"""The quick way to judge a mutant says what the pack's own servicer says."""

from collections.abc import Collection, Iterator
from itertools import islice

import pytest

from local.analyzer import Analyzer, Declared, Violation
from local.gate import provider_of, settings_of
from policies.pci._kernel.halves import IN_STACK, types
from policies.pci.pack import judge, policies, rules
from tests.policies.prove import scenes, written
from tests.policies.prove.mutant import Mutant
from tests.policies.prove.scene import Change, Found, Scene
from tests.policies.stacks import config

STEP = 60
"""Every so many-th mutant is judged both ways, alone."""
ROUNDS = 2
"""So many mutants of every resource are judged both ways, each with one of every other resource."""
PACK = policies(judge())
SETTINGS = settings_of(scenes.FULL, config(scenes.FULL))


def changed(scene: Scene, change: Change) -> list[Declared]:
    """The stack after the change, as a program would declare it."""
    put = {each.urn: each for each in change.put}
    return [each for urn, each in {**scene.declared, **put}.items() if urn not in change.gone]


def servicer(scene: Scene, only: Collection[str] = (), *, narrow: bool = False) -> Analyzer:
    """The pack as the scene configures it; of `only` these rules, `narrow` as the gate asks it."""
    pack = [each for each in PACK if not only or _rule(each.name) in only]
    told = {each.name: scene.configured.get(_rule(each.name), {}) for each in pack}
    about = types(rules(judge())) if narrow else None
    return Analyzer(pack, told, provider_of(SETTINGS), SETTINGS, about)


def _rule(policy: str) -> str:
    return policy.removesuffix(IN_STACK)


def found(violations: Collection[Violation]) -> set[Found]:
    """What the servicer says in the words of the quick way."""
    return {Found(_rule(v.policy), v.urn, v.message.partition("\n")[2]) for v in violations}


def agree(scene: Scene, mutant: Mutant, only: Collection[str]) -> None:
    """Both ways say the same of a mutant, by these rules and by those that speak."""
    quick = scene.after(mutant.change)
    asked = servicer(scene, {each.rule for each in quick} | mutant.must | {*only})
    said = [v for one in mutant.change.put for v in asked.resource(one)]
    said += asked.stack(changed(scene, mutant.change))
    assert found(said) == quick, mutant.kind


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
def test_both_ways_agree(known: bool) -> None:  # noqa: FBT001 - a parameter
    """The same rules name the same resources, through proxies, levels and configuration."""
    scene = scenes.stack(scenes.FULL, known=known)
    others = iter(sorted(rule.name for rule in scene.rules) * STEP)
    for mutant in islice(scenes.mutants(scene), 0, None, STEP):
        # Beside the rules that speak and those that should, each time some that should not.
        agree(scene, mutant, {next(others), next(others)})


def test_both_ways_agree_on_what_is_written_by_hand() -> None:
    """Every one of them, and not only some."""
    for row, mutant in written.mutants():
        agree(written.scene_of(row), mutant, ())


def rounds(scene: Scene) -> Iterator[Change]:
    """Changes of every resource at once, each time another one of each."""
    of: dict[str, list[Declared]] = {}
    for mutant in scenes.mutants(scene):
        for one in mutant.change.put:
            if one.urn in scene.declared:
                of.setdefault(one.urn, []).append(one)
    for number in range(ROUNDS):
        # From everywhere in the list: what stands first is of one kind.
        yield Change(tuple(each[len(each) * number // ROUNDS] for each in of.values()))


@pytest.mark.parametrize("name", [scenes.FULL, *scenes.FIXTURES])
def test_all_ways_agree_on_a_stack_that_is_broken_everywhere(name: str) -> None:
    """The quick way, the engine's, and the gate's, which asks only who is about a type at hand."""
    scene = scenes.stack(name) if name == scenes.FULL else scenes.fixture(name)
    for change in rounds(scene):
        stack = changed(scene, change)
        everything = servicer(scene).judge(stack)
        assert servicer(scene, narrow=True).judge(stack) == everything
        assert found(everything) - scene.before == scene.after(change)
        assert len({each.urn for each in everything}) > len(stack) // 2
