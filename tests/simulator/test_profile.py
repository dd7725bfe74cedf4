"""The profile names the function that works, and not those that wait for their turn."""

import time
from random import Random

from simulator.profile import sampled
from simulator.scheduler import Scheduler

SECONDS = 10
"""It takes a fraction of one, but for a machine that does nothing for us."""


def test_a_task_at_work_is_found_and_a_waiting_one_is_not() -> None:
    """Most looks find the task that is busy; one that paused before it is never named."""
    scheduler = Scheduler(Random(1))  # noqa: S311 - reproducible on purpose.
    with sampled() as places:

        def works() -> None:
            deadline = time.monotonic() + SECONDS
            while places.total() < 20 and time.monotonic() < deadline:
                sum(range(1_000))

        def waits() -> None:
            scheduler.pause(60)

        scheduler.after(0, lambda: scheduler.start(waits))
        scheduler.after(1, lambda: scheduler.start(works))
        scheduler.run(scheduler.now + 1)
    scheduler.close()
    assert places.most_common(1)[0][0] == "tests/simulator/test_profile.py works"
    assert "tests/simulator/test_profile.py waits" not in places
