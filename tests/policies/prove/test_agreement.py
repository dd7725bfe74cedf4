"""The quick way to judge a mutant says what the pack's own servicer says."""

from collections.abc import Collection
from itertools import islice

import pytest

from tests.policies.prove import scenes, written
from tests.policies.prove.by_servicer import changed, found, servicer
from tests.policies.prove.mutant import Mutant
from tests.policies.prove.scene import Scene


def agree(scene: Scene, mutant: Mutant, only: Collection[str]) -> None:
    """Both ways say the same of a mutant, by these rules and by those that speak."""
    quick = scene.after(mutant.change)
    asked = servicer(scene, {each.rule for each in quick} | mutant.must | {*only})
    said = [v for one in mutant.change.put for v in asked.resource(one)]
    said += asked.stack(changed(scene, mutant.change))
    assert found(said) == quick, mutant.kind


@pytest.mark.parametrize(
    ("known", "step"), [(True, 60), (False, 120)], ids=["deployed", "first preview"]
)
def test_both_ways_agree(known: bool, step: int) -> None:  # noqa: FBT001 - a parameter
    """Of every so many-th mutant the same, through proxies, levels and configuration."""
    scene = scenes.stack(scenes.FULL, known=known)
    others = iter(sorted(rule.name for rule in scene.rules) * step)
    for mutant in islice(scenes.mutants(scene), 0, None, step):
        # Beside the rules that speak and those that should, each time some that should not.
        agree(scene, mutant, {next(others), next(others)})


def test_both_ways_agree_on_what_is_written_by_hand() -> None:
    """Every one of them, and not only some."""
    for row, mutant in written.mutants():
        agree(written.scene_of(row), mutant, ())
