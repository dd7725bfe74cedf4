"""All mutants, in as many processes as there are cores."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from typing import Final

from tests.policies.prove import scenes, written
from tests.policies.prove.tally import Tally


def _ours(name: str, *, known: bool = True) -> Tally:
    scene = scenes.stack(name, known=known)
    only = None if name == scenes.FULL else scenes.distinct(name)
    return scenes.prove(scene, only=only)


def _fixture(name: str) -> Tally:
    return scenes.prove(scenes.fixture(name))


DEPLOYED: Final[Mapping[str, Callable[[], Tally]]] = {
    "prod": partial(_ours, "prod"),
    **{name: partial(_fixture, name) for name in scenes.FIXTURES},
    "by hand": written.prove,
}
"""What proves a watched property: our full stack, the small ones, and what is written by hand."""
PREVIEWED: Final[Mapping[str, Callable[[], Tally]]] = {
    "prod, first preview": partial(_ours, "prod", known=False),
    "local": partial(_ours, "local"),
    "dev": partial(_ours, "dev"),
    "staging": partial(_ours, "staging"),
}
"""The same protections where less is known, and in the other stacks."""
ALL: Final = {**PREVIEWED, **DEPLOYED}


def together(jobs: Mapping[str, Callable[[], Tally]]) -> Tally:
    """Several jobs in this process."""
    return sum((job() for job in jobs.values()), Tally())


def spread() -> Iterator[tuple[str, Tally]]:
    """Every job with its tally, as each is done; the longest begin first."""
    # A fresh process: Pulumi's threads do not survive a fork.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=fresh) as workers:
        running = {workers.submit(_job, name): name for name in ALL}
        for done in as_completed(running):
            yield running[done], done.result()


def _job(name: str) -> Tally:
    return ALL[name]()
