"""What the simulated ports judge by themselves."""

import pytest

from runtime.domain.timing import Timing
from tests.fakes.payments import World
from tests.sim.ports import planned_twice

TIMING = Timing()


@pytest.mark.parametrize(
    ("due_in", "sweeps", "put_off", "faults"),
    [
        (TIMING.first_sweep + 5, 0, 60, 1),
        (TIMING.first_sweep + 5, 0, 0, 0),
        (TIMING.first_sweep + 5, 1, 60, 0),
        (TIMING.first_sweep, 0, 60, 0),
    ],
)
def test_a_second_plan_beside_the_first_is_found(
    due_in: int, sweeps: int, put_off: int, faults: int
) -> None:
    """Not one that repeats it, not one after a sweep, not one whose time has come."""
    world = World()
    now = world.clock.now()
    before = world.accepted(due_at=now + due_in, sweeps=sweeps)
    after = before.model_copy(update={"due_at": now + due_in + put_off})
    assert len(list(planned_twice(before, after, now, TIMING))) == faults
