"""Which mutants of a small tree are noticed: killed, surviving, hanging, at import and later."""

from collections.abc import Mapping
from io import StringIO

import pytest
from rich.console import Console

from mutation.mutant import Mutant
from mutation.play import draw, judged
from mutation.scope import Scope
from mutation.workers import Died, each


def judge_all(scope: Scope) -> Mapping[Mutant, str]:
    """In a process of its own, which changes its folder and its imports."""
    survivors: list[Mutant] = []
    fates = judged(scope, scope.mutants(), Console(file=StringIO()), survivors.append)
    assert sorted(survivors) == [mutant for mutant, by in fates.items() if not by]
    return fates


def fates(scope: Scope) -> dict[str, str]:
    """What noticed each, by its change."""
    ((_, answer),) = each(judge_all, [scope])
    assert not isinstance(answer, Died)
    return {f"{mutant.old} → {mutant.new}": by for mutant, by in answer.items()}


def test_what_the_tests_notice_is_told_from_what_they_do_not(scope: Scope) -> None:
    """The hole is named; a change at import, behind a cache or without an end is noticed."""
    found = fates(scope)
    survivors = {change for change, by in found.items() if not by}
    assert survivors == {
        "return seconds >= LONGEST → return seconds > LONGEST",
    }
    doubled = "sample_tests/test_waiting.py::test_it_doubles_up_to_the_longest"
    assert found["LONGEST = 60 → LONGEST = 61"] == doubled
    assert found["seconds += seconds → seconds -= seconds"] == doubled
    assert found["number -= 1 → number += 1"] == "the time limit (SIGXCPU)"


def test_a_suite_that_is_red_by_itself_judges_nothing(scope: Scope) -> None:
    """It would notice every mutant."""
    file = scope.root / "sample_tests" / "test_waiting.py"
    file.write_text(file.read_text().replace("is_long(70)", "is_long(5)"))
    with pytest.raises(RuntimeError, match=r"test_some_pauses_are_long fails without any mutant"):
        fates(scope)


def test_a_sample_is_the_same_for_the_same_seed(scope: Scope) -> None:
    """And another for another one; 0 is all."""
    mutants = scope.mutants()
    assert draw(mutants, 5, seed=1) == draw(mutants, 5, seed=1)
    assert draw(mutants, 5, seed=1) != draw(mutants, 5, seed=2)
    assert len(draw(mutants, 5, seed=1)) == 5
    assert draw(mutants, 0, seed=1) == mutants
