"""Many mutants, one after the other, two at a time."""

import random
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from mutation import witnesses
from mutation.functions import functions
from mutation.judge import Case, Judge
from mutation.mutant import Mutant
from mutation.scope import Scope
from mutation.score import Fates
from mutation.suite import collected
from mutation.witnesses import Witnesses
from mutation.workers import Died, each


def draw(mutants: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """So many, the same ones for the same seed and code; all for 0."""
    if not 0 < count < len(mutants):
        return list(mutants)
    return sorted(random.Random(seed).sample(mutants, count))  # noqa: S311 - no secret.


def judged(
    scope: Scope,
    mutants: Sequence[Mutant],
    console: Console,
    survived: Callable[[Mutant], None],
) -> Fates:
    """Who noticed each; `survived` hears of each that nobody did, at once."""
    with console.status("Running tests and seeds once, to see who goes through which line…"):
        tests, seeds = (_only(record, scope) for record in (witnesses.tests, witnesses.seeds))
    cases = [Case(one, tests.of(one), seeds.of(one), tests.at_import(one)) for one in mutants]
    fates: dict[Mutant, str] = {}
    here = sys.stdout

    def work(items: Sequence[pytest.Item]) -> None:
        judge = Judge(scope, items, functions(scope)).judge
        # No thread refreshes the bar: the process makes copies of itself.
        with redirect_stdout(here), _bar(console) as bar:
            task = bar.add_task("judging", total=len(cases))
            for case, answer in each(judge, cases, method="fork"):
                fates[case.mutant] = _told(answer)
                if not answer:
                    survived(case.mutant)
                bar.advance(task)
                bar.refresh()

    if failed := collected(scope, scope.tests, work):
        raise RuntimeError(f"{failed} can't be collected.")
    return dict(sorted(fates.items()))


def _only(record: Callable[[Scope], Witnesses], scope: Scope) -> Witnesses:
    """What one process recorded.

    Raises:
        RuntimeError: it died.
    """
    ((_, answer),) = each(record, [scope])
    if isinstance(answer, Died):
        raise RuntimeError(f"{answer.signal.name} ended the run without a mutant.")  # noqa: TRY004 - no type of ours is wrong.
    return answer


def _told(answer: str | Died) -> str:
    return f"the time limit ({answer.signal.name})" if isinstance(answer, Died) else answer


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, auto_refresh=False
    )
