"""A stack for the statements alone: its queues and schedules rest, and what flows begin stays."""

from collections.abc import Iterator

import pytest

from local.lib.arguments import Places
from local.stack.stack import running
from tests._wait import PATIENT_S
from tests.rights.world import World, world_of


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """The stack at rest, and who speaks to it."""
    with (
        running(Places(gateway_limit=PATIENT_S), telling=True) as stack,
        world_of(stack) as world,
    ):
        yield world
