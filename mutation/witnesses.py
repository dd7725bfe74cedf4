"""Who sees each line: the tests and the simulator's seeds that go through it, recorded once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import coverage
import pytest

from mutation.mutant import Mutant
from mutation.scope import Scope
from mutation.suite import collected, run
from simulator.changed_module import forget

AT_IMPORT: Final = ""
"""The context of what nobody in particular went through: all that import the file see it."""

Lines = Mapping[str, Mapping[int, frozenset[str]]]
"""File → line → names."""


class Witnesses(NamedTuple):
    """All names in order, and which of them see which line."""

    names: tuple[str, ...]
    lines: Lines

    def of(self, mutant: Mutant) -> tuple[str, ...]:
        """Who sees the mutant: all of them where an import does."""
        seen = self._seen(mutant)
        return tuple(name for name in self.names if AT_IMPORT in seen or name in seen)

    def at_import(self, mutant: Mutant) -> bool:
        """Whether an import of our code goes through it."""
        return mutant.at_import or AT_IMPORT in self._seen(mutant)

    def _seen(self, mutant: Mutant) -> frozenset[str]:
        first, last = mutant.lines
        file = self.lines.get(mutant.path, {})
        return frozenset().union(*(file.get(line, ()) for line in range(first, last + 1)))


def tests(scope: Scope) -> Witnesses:
    """Run all tests on the code as it is.

    Raises:
        RuntimeError: one fails: it would notice every mutant.
    """
    names: list[str] = []
    failed: list[str] = []
    with _recorded(scope) as (begins, lines):

        def work(items: Sequence[pytest.Item]) -> None:
            names.extend(item.nodeid for item in items)
            failed.append(run(items, begins=begins))

        failed.append(collected(scope, scope.tests, work))
    if any(failed):
        raise RuntimeError(f"{''.join(failed)} fails without any mutant; mend it first.")
    return Witnesses(tuple(names), lines)


def seeds(scope: Scope) -> Witnesses:
    """Play all seeds on the code as it is.

    Raises:
        RuntimeError: one breaks a promise: it would notice every mutant.
    """
    names = tuple(str(seed) for seed in range(scope.seeds))
    if not names:
        return Witnesses((), {})
    with _recorded(scope, "greenlet") as (begins, lines):
        from simulator.batch import play_all  # noqa: PLC0415 - recorded from its import on.

        for name in names:
            begins(name)
            if play_all([int(name)]).broken:
                raise RuntimeError(f"Seed {name} fails without any mutant; mend it first.")
    return Witnesses(names, lines)


@contextmanager
def _recorded(
    scope: Scope, concurrency: str = "thread"
) -> Iterator[tuple[Callable[[str], object], dict[str, dict[int, frozenset[str]]]]]:
    """What is called with each name, and what is filled in the end; a process of its own."""
    forget(scope.ours)
    recorder = coverage.Coverage(
        data_file=None,
        config_file=False,
        source=[str(scope.root / source) for source in scope.sources],
        concurrency=[concurrency],
    )
    recorder.set_option("run:core", "ctrace")
    lines: dict[str, dict[int, frozenset[str]]] = {}
    recorder.start()
    try:
        yield recorder.switch_context, lines
    finally:
        recorder.stop()
    data = recorder.get_data()
    for source in scope.sources:
        for file in (scope.root / source).glob("*.py"):
            lines[file.relative_to(scope.root).as_posix()] = {
                line: frozenset(names) for line, names in data.contexts_by_lineno(str(file)).items()
            }
