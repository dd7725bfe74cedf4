"""One mutant in this process: the tests that see it, then the seeds that do, until one notices."""

import resource
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

import pytest

from mutation.functions import Functions, replace_code
from mutation.mutant import Mutant, mutated
from mutation.scope import Scope
from mutation.suite import collected, run
from simulator.changed_module import ChangedModule, import_changed

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

    def judge(self, case: Case) -> str:
        """Who noticed, and nothing where nobody did; for a process of its own.

        A mutant that hangs ends the process by the signal for too much of the processor's time.
        """
        scope, mutant = self.scope, case.mutant
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
        _allow(scope)
        tree = mutated(scope.root, mutant)
        replaced = not case.at_import and replace_code(scope, mutant.path, tree, self.alive)
        if not replaced:
            import_changed(scope.ours, ChangedModule(scope.root, mutant.path, tree))
        own = f"test_{PurePosixPath(mutant.path).stem}"
        nearest = [test for test in case.tests if PurePosixPath(_file(test)).stem.startswith(own)]
        others = [test for test in case.tests if test not in set(nearest)]
        tested = self._now if replaced else self._anew
        return tested(nearest) or tested(others) or _played(scope, case.seeds)

    def _now(self, tests: list[str]) -> str:
        return run(self.items, frozenset(tests), lambda _: _allow(self.scope))

    def _anew(self, tests: list[str]) -> str:
        failed: list[str] = []

        def work(items: Sequence[pytest.Item]) -> None:
            failed.append(run(items, frozenset(tests), lambda _: _allow(self.scope)))

        _allow(self.scope)
        files = dict.fromkeys(map(_file, tests))
        return collected(self.scope, files, work) or "".join(failed) if files else ""


def _allow(scope: Scope) -> None:
    """So much of the processor's time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    until = int(used.ru_utime + used.ru_stime) + scope.seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def _file(test: str) -> str:
    return test.partition("::")[0]


def _played(scope: Scope, seeds: tuple[str, ...]) -> str:
    if not seeds:
        return ""
    _allow(scope)
    from simulator.batch import play_all  # noqa: PLC0415 - of the mutated code.

    for seed in seeds:
        _allow(scope)
        try:
            broken = play_all([int(seed)]).broken
        except Exception as error:  # noqa: BLE001 - whatever the mutant does.
            return f"seed {seed}: {error!r}"
        if broken:
            return f"seed {seed}: {broken[0].violation}"
    return ""
