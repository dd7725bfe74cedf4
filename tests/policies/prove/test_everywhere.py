"""Stacks that are broken in every resource at once: however a pack is asked, it says the same."""

from collections.abc import Iterator

import pytest

from local.analyzer import Declared
from tests.policies.prove import scenes
from tests.policies.prove.by_servicer import changed, found, servicer
from tests.policies.prove.scene import Change, Scene

ROUNDS = 2
"""So many mutants of every resource, each beside one of every other resource."""


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
def test_all_ways_agree(name: str) -> None:
    """The quick way, the engine's, and the gate's, which asks only who is about a type at hand."""
    scene = scenes.stack(name) if name == scenes.FULL else scenes.fixture(name)
    for change in rounds(scene):
        stack = changed(scene, change)
        everything = servicer(scene).judge(stack)
        assert servicer(scene, narrow=True).judge(stack) == everything
        assert found(everything) - scene.before == scene.after(change)
        assert len({each.urn for each in everything}) > len(change.put) // 4
