"""One job for many tasks, in as many processes as there are cores."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def parallel(job: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, as each is done; those that stand first begin first.

    A task's own exception is raised here.

    Args:
        job: a module's function: another process imports it.
        tasks: each different from the others.
    """
    # Fresh processes: the threads of Pulumi and gRPC do not survive a fork.
    fresh = multiprocessing.get_context("spawn")
    workers = max(1, min(os.cpu_count() or 1, len(tasks)))
    # A short life with many small objects: the collector would take a fifth of it and free nothing.
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=gc.disable) as pool:
        running = {pool.submit(job, task): task for task in tasks}
        for done in as_completed(running):
            yield running[done], done.result()
