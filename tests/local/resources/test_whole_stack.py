"""Every resource of the real program, from its creation to its end, without an engine."""

from pathlib import Path

import pytest

from local.emulator.emulator import Emulator
from local.program.in_process import deploy
from local.resources import KINDS, delete, read

pytestmark = pytest.mark.emulator
ROOT = Path(__file__).parents[3]


def test_the_program_reads_as_declared_and_leaves_nothing(emulator: Emulator) -> None:
    """Nothing drifts by itself after a deployment, and nothing of it outlives its removal."""
    deployment = deploy(
        ROOT,
        project="tillstack",
        stack="local",
        config={"pspApiBase": "http://127.0.0.1:9", "pspKey": "sk_test_" + "0" * 24},
        secrets=["pspKey"],
        emulator=emulator,
    )
    made = [one for one in deployment.resources if one.type in KINDS]
    live = {one.urn: read(one.type, one.physical, one.outputs, emulator) for one in made}
    assert {one.urn for one in made if live[one.urn] != one.outputs} == set()
    for one in reversed(made):
        delete(one.type, one.physical, one.outputs, emulator)
    left = [one.urn for one in made if read(one.type, one.physical, one.outputs, emulator)]
    assert left == []
