"""The list of survivors with a reason can't rot, and the share is of all that were judged."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from mutation.scope import TILLSTACK, Scope
from mutation.score import share, show, tell
from mutation.survivors import Named, named, read, stale

ROW = Named("sample/waiting.py", "is_long", "return seconds >= LONGEST", "return seconds > LONGEST")


def test_each_row_of_ours_fits_a_mutant() -> None:
    """A row whose code has changed is to be looked at again."""
    assert list(stale(read(), TILLSTACK.mutants(), {})) == []


def test_a_row_that_fits_nothing_or_is_noticed_is_an_error(scope: Scope) -> None:
    """So the list names survivors of today only."""
    mutants = scope.mutants()
    (survivor,) = (one for one in mutants if named(one) == ROW)
    gone = ROW._replace(function="was_long")
    assert list(stale({ROW: "nobody waits so long"}, mutants, {survivor: ""})) == []
    assert [line.split(";")[0] for line in stale({gone: "…"}, mutants, {})] == [
        "no such mutant is made any more"
    ]
    assert [line.split(";")[0] for line in stale({ROW: "…"}, mutants, {survivor: "seed 7"})] == [
        "seed 7 notices it"
    ]


@pytest.mark.parametrize("reason", ['reason = " "', ""])
def test_a_row_without_a_reason_is_an_error(tmp_path: Path, reason: str) -> None:
    """Who can't say why writes the test."""
    file = tmp_path / "survivors.toml"
    fields = "\n".join(f'{name} = "{value}"' for name, value in ROW._asdict().items())
    file.write_text(f"[[survivor]]\n{fields}\n{reason}\n")
    with pytest.raises(ValueError, match=r"no reason"):
        read(file)


def test_a_reason_makes_nothing_noticed(scope: Scope) -> None:
    """The share counts every survivor; the tables and the list name them."""
    fates = {one: "" if named(one) == ROW else "a test" for one in scope.mutants()}
    console = Console(file=StringIO(), width=200)
    (survivor,) = (one for one, by in fates.items() if not by)
    tell(survivor, {ROW: "nobody waits so long"}, console)
    tell(survivor, {}, console)
    show(fates, console)
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert share(fates) == (len(fates) - 1) / len(fates)
    assert "sample/waiting.py" in told
    assert "boundary" in told
    assert "seconds > LONGEST  (nobody waits so long)" in told
    assert "seconds > LONGEST  (no reason is known: write the test that notices it)" in told
