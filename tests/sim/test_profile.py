"""The profile names the function that works, and not those that wait for the baton."""

import time
from random import Random

from tests.sim.profile import HANDS_OVER, sampled
from tests.sim.stage import Stage

SECONDS = 10
"""It takes a fraction of one, but for a machine that does nothing for us."""


def test_a_task_at_work_is_found_and_a_waiting_one_is_not() -> None:
    """Most looks find the task that is busy; the thread that waits for it is never named."""
    stage = Stage(Random(1))  # noqa: S311 - reproducible on purpose.
    with sampled() as places:

        def works() -> None:
            deadline = time.monotonic() + SECONDS
            while places.total() < 20 and time.monotonic() < deadline:
                sum(range(1_000))

        stage.after(1, lambda: stage.start(works))
        stage.run(stage.now + 1)
    stage.close()
    assert places.most_common(1)[0][0] == "tests/sim/test_profile.py works"
    assert {place.split()[0] for place in places if place != HANDS_OVER} <= {
        "tests/sim/test_profile.py",
        "tests/sim/stage.py",
        "tests/sim/profile.py",
    }
