"""The stacks that mutants are made of."""

from collections.abc import Iterator
from functools import cache

from local.gate import settings_of
from tests.policies.prove import generated, guards
from tests.policies.prove.mutant import Mutant, judged
from tests.policies.prove.scene import Scene
from tests.policies.prove.tally import Tally
from tests.policies.stacks import config, ours


@cache
def stack(name: str, *, known: bool = True) -> Scene:
    """One of our own stacks, as deployed or as in its first preview."""
    settings = settings_of(name, config(name))
    return Scene(f"{name}{'' if known else ', first preview'}", ours(name, known=known), settings)


def prove(scene: Scene) -> Tally:
    """Every generated mutant of a scene."""
    tally = Tally()
    for outcome in judged(scene, mutants(scene)):
        tally.add(scene.name, scene.rules, outcome)
    return tally


def mutants(scene: Scene) -> Iterator[Mutant]:
    """Every generated mutant, made one at a time."""
    for one in scene.declared.values():
        yield from generated.of(scene, one)
        yield from guards.of(scene, one)
    yield from guards.elsewhere(scene)
    yield from guards.deleted(scene)
