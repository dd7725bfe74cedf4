"""One mutant in this process: the tests that see it, then the seeds that do, until one notices."""

import resource
import sys
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

import pytest

from mutation.imports import Functions, import_changed, replace_code
from mutation.mutant import Mutant, mutated
from mutation.scope import Scope
from mutation.suite import collected, run

SECONDS: Final = 10
"""Of the processor, for one test or one seed: the slowest takes two. Who needs more hangs."""
MEMORY: Final = 4 << 30
"""Bytes that a mutant may ask for."""


class Case(NamedTuple):
    """A mutant, and who sees it."""

    mutant: Mutant
    tests: tuple[str, ...]
    seeds: tuple[str, ...]
    at_import: bool
    """Whether the import of our code goes through the mutant already."""


class Judge(NamedTuple):
    """What each copy of the process begins with: our code imported, its tests collected."""

    scope: Scope
    items: Sequence[pytest.Item]
    alive: Functions

    def __call__(self, case: Case) -> str:
        """Who noticed, and nothing where nobody did; for a process of its own.

        A mutant that hangs ends the process by the signal for too much of the processor's time.
        """
        scope, mutant = self.scope, case.mutant
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
        _allow()
        tree = mutated(scope.root, mutant)
        if case.at_import:
            import_changed(scope, mutant.path, tree)
        else:
            replace_code(scope, mutant.path, tree, self.alive)
        own = f"test_{PurePosixPath(mutant.path).stem}"
        nearest = [test for test in case.tests if PurePosixPath(_file(test)).stem.startswith(own)]
        others = [test for test in case.tests if test not in set(nearest)]
        tested = self._anew if case.at_import else self._now
        return tested(nearest) or tested(others) or _played(case.seeds)

    def _now(self, tests: list[str]) -> str:
        return run(self.items, frozenset(tests), _allow)

    def _anew(self, tests: list[str]) -> str:
        failed: list[str] = []

        def work(items: Sequence[pytest.Item]) -> None:
            failed.append(run(items, frozenset(tests), _allow))

        _allow()
        files = dict.fromkeys(map(_file, tests))
        return collected(self.scope, files, work) or "".join(failed) if files else ""


def _allow(_: str = "") -> None:
    """So much of the processor's time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def _file(test: str) -> str:
    return test.partition("::")[0]


def _played(seeds: tuple[str, ...]) -> str:
    if not seeds:
        return ""
    _allow()
    from simulator.batch import play_all  # noqa: PLC0415 - of the mutated code.

    for seed in seeds:
        _allow()
        try:
            broken = play_all([int(seed)]).broken
        except Exception as error:  # noqa: BLE001 - the mutant's.
            return f"seed {seed}: {error!r}"
        if broken:
            return f"seed {seed}: {broken[0].violation}"
    return ""
