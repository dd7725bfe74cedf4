"""One mutant in this process: the tests that see it, then the seeds that do, until one notices."""

import resource
import sys
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mutation.imports import Changed, forget
from mutation.mutant import Mutant, mutated
from mutation.scope import Scope
from mutation.suite import run_tests

SECONDS: Final = 10
"""Of the processor, for one test or one seed: the slowest takes two. Who needs more hangs."""
MEMORY: Final = 4 << 30
"""Bytes that a mutant may ask for."""


class Case(NamedTuple):
    """A mutant, and who sees it."""

    scope: Scope
    mutant: Mutant
    tests: tuple[str, ...]
    seeds: tuple[str, ...]


def judge(case: Case) -> str:
    """Who noticed, and nothing where nobody did; for a process of its own.

    A mutant that hangs ends the process by the signal for too much of the processor's time.
    """
    scope, mutant = case.scope, case.mutant
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    _allow()
    forget(scope)
    sys.path.insert(0, str(scope.root))
    sys.meta_path.insert(0, Changed(scope, mutant.path, mutated(scope.root, mutant)))
    own = f"test_{PurePosixPath(mutant.path).stem}"
    nearest = [test for test in case.tests if PurePosixPath(_file(test)).stem.startswith(own)]
    others = [test for test in case.tests if test not in set(nearest)]
    return _tested(scope, nearest) or _tested(scope, others) or _played(case.seeds)


def _allow(_: str = "") -> None:
    """So much of the processor's time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def _tested(scope: Scope, tests: list[str]) -> str:
    if not tests:
        return ""
    _allow()
    files = dict.fromkeys(map(_file, tests))
    return run_tests(scope, files, chosen=frozenset(tests), begins=_allow)


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
