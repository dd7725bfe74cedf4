"""The profile names the function that works, and not those that wait for the baton."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from tests._wait import until
from tests.sim.profile import HANDS_OVER, sampled
from tests.sim.stage import Stage

SECONDS = 10
"""It takes a fraction of one, but for a machine that does nothing for us."""


@contextmanager
def stranger() -> Iterator[None]:
    """A thread of the same process that is busy with something else, as a server is."""
    over = threading.Event()

    def serves() -> None:
        while not over.is_set():
            sum(range(1_000))

    thread = threading.Thread(target=serves)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


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


def test_a_thread_that_was_there_before_is_never_named() -> None:
    """A server that runs in the same process is none of the simulator's tasks."""
    with stranger(), sampled() as places:
        until(lambda: places.total() > 2)
    assert "tests/sim/test_profile.py serves" not in places
