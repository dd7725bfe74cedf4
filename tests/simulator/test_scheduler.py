"""Virtual time and its tasks: one order, from the seed alone."""

from functools import partial
from random import Random

import pytest

from simulator.scheduler import Crash, Scheduler


def trace(seed: int) -> list[tuple[int, str]]:
    """Two tasks that take turns three times, and an event."""
    scheduler, seen = Scheduler(Random(seed), now=0), []  # noqa: S311 - reproducible on purpose.

    def task(name: str) -> None:
        for _ in range(3):
            seen.append((scheduler.now, name))
            scheduler.pause(scheduler.rng.randint(0, 2))

    for name in ("a", "b"):
        scheduler.after(0, partial(scheduler.start, partial(task, name)))
    scheduler.after(2, lambda: seen.append((scheduler.now, "event")))
    scheduler.run(100)
    scheduler.close()
    return seen


def test_a_seed_gives_one_order_and_seeds_differ() -> None:
    """The same seed plays the same history; among ten seeds there are several orders."""
    assert trace(1) == trace(1)
    assert len({tuple(trace(seed)) for seed in range(10)}) > 3


def test_time_never_goes_back() -> None:
    """Events are played in the order of their times."""
    times = [at for at, _ in trace(3)]
    assert times == sorted(times)


def test_what_a_task_dies_of_ends_the_run() -> None:
    """An error of a task reaches whoever runs the stage; a crash is only the task's."""
    scheduler = Scheduler(Random(1))  # noqa: S311 - reproducible on purpose.

    def fails() -> None:
        raise ValueError

    def crashes() -> None:
        raise Crash

    scheduler.after(1, lambda: scheduler.start(crashes))
    scheduler.run(scheduler.now + 1)
    scheduler.after(1, lambda: scheduler.start(fails))
    with pytest.raises(ValueError):  # noqa: PT011 - the task's own.
        scheduler.run(scheduler.now + 1)
    scheduler.close()


def test_a_closed_stage_ends_its_tasks_where_they_stand() -> None:
    """A paused task unwinds as from a crash, and never goes on."""
    scheduler, seen = Scheduler(Random(1)), []  # noqa: S311 - reproducible on purpose.

    def waits() -> None:
        try:
            scheduler.pause(10)
            seen.append("went on")
        finally:
            seen.append("unwound")

    scheduler.after(0, lambda: scheduler.start(waits))
    scheduler.run(scheduler.now + 1)
    scheduler.close()
    assert seen == ["unwound"]
