"""Many seeds: what they saw together, how fast they were, and the first broken promise."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Final

from runtime.observability import logger
from simulator.coverage import Coverage
from simulator.history import Report, play

CHUNK: Final = 25
"""Seeds that a process plays before it tells what it saw."""


@dataclass
class Batch:
    """The sum of many histories."""

    seeds: int = 0
    steps: int = 0
    simulated: int = 0
    rested: float = 0
    """The longest from the end of the faults until everything rested, as a share of what the
    history's times allow."""
    seconds: float = 0
    coverage: Coverage = field(default_factory=Coverage)
    broken: list[Report] = field(default_factory=list)

    def add(self, other: "Batch") -> None:
        """Take another's seeds in; the time is the caller's."""
        self.seeds += other.seeds
        self.steps += other.steps
        self.simulated += other.simulated
        self.rested = max(self.rested, other.rested)
        self.coverage.add(other.coverage)
        self.broken.extend(other.broken)


def play_all(
    seeds: Iterable[int],
    *,
    stop_at: int = 1,
    progress: Callable[[Report], None] = lambda _: None,
) -> Batch:
    """Play seed after seed, until so many broke a promise."""
    batch, began = Batch(), time.perf_counter()
    with quiet():
        for seed in seeds:
            report = play(seed)
            batch.seeds += 1
            batch.steps += report.steps
            batch.simulated += report.simulated
            batch.rested = max(batch.rested, report.rested / report.allowed)
            batch.coverage.add(report.coverage)
            progress(report)
            if report.violation:
                batch.broken.append(report)
                if len(batch.broken) >= stop_at:
                    break
    batch.seconds = time.perf_counter() - began
    return batch


def play_parallel(
    seeds: range, *, workers: int, progress: Callable[[Batch], None] = lambda _: None
) -> Batch:
    """The same in so many processes, until one seed broke a promise."""
    batch, began = Batch(), time.perf_counter()
    chunks = [seeds[at : at + CHUNK] for at in range(0, len(seeds), CHUNK)]
    # Copies of a server without threads: whoever calls may have some, which a copy would lack.
    server = get_context("forkserver")
    with ProcessPoolExecutor(min(workers, len(chunks)), mp_context=server) as pool:
        for part in pool.map(play_all, chunks):
            batch.add(part)
            progress(part)
            if batch.broken:
                pool.shutdown(cancel_futures=True)
                break
    batch.seconds = time.perf_counter() - began
    return batch


@contextmanager
def quiet() -> Iterator[None]:
    """The functions' own log lines are of no interest here: the timeline has it all."""
    before = logger().log_level
    logger().setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger().setLevel(before)
