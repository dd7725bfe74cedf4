"""The two forms of the report."""

import io

import pytest
from rich.console import Console

from till.lib.report import Section, markdown, show

SECTION = Section(
    "Data",
    alerts=["DELETE of the table ledger"],
    notes=["a note"],
    columns=("change", "name"),
    rows=[("delete", "led[bold]ger")],
)


def test_the_terminal_shows_everything_as_it_is() -> None:
    """Alerts, notes and cells are printed; markup in a name is text."""
    file = io.StringIO()
    show(Console(file=file, width=100), [SECTION])
    for word in ("Data", "!! DELETE of the table ledger", "a note", "led[bold]ger"):
        assert word in file.getvalue()


def test_a_narrow_terminal_cuts_no_cell_short() -> None:
    """A long id goes on in the next line: a part of it would name nothing."""
    file, one = io.StringIO(), "abcdefghijklmnopqrstuvwxyz"
    show(Console(file=file, width=24), [Section("T", columns=("a", "b"), rows=[(one, one)])])
    assert "…" not in file.getvalue()
    assert sorted("".join(file.getvalue().split())) == sorted(f"Tab{one}{one}")


def test_a_comment_has_headings_alerts_and_a_table() -> None:
    """GitHub draws an alert from a caution block and a table from the bars."""
    lines = markdown("Preview of dev", [SECTION]).splitlines()
    assert lines[0] == "## Preview of dev"
    assert lines[lines.index("> [!CAUTION]") + 1] == "> DELETE of the table ledger"
    assert "| change | name |" in lines
    assert "| delete | led\\[bold\\]ger |" in lines


def test_no_markup_comes_out_of_a_cell() -> None:
    """A name or message can neither embed, mention nor end its cell."""
    row = Section("T", columns=("c",), rows=[("![x](http://e) @all <img> a|b\nnext",)])
    assert markdown("", [row]).splitlines()[-2] == (
        "| !\\[x\\](http://e) @\u200ball \\<img\\> a\\|b<br>next |"
    )


def test_a_comment_stays_below_githubs_limit_and_says_what_it_left_out() -> None:
    """A huge preview is cut at a line's end, loudly."""
    long = Section("T", columns=("c",), rows=[("x" * 100,)] * 1_000)
    text = markdown("", [long])
    assert len(text) < 65_536
    assert text.count("<details>") == text.count("</details>") == 1
    assert "does not fit" in text.splitlines()[-1]
    assert all(line.endswith("|") for line in text.splitlines() if line.startswith("|"))


@pytest.mark.parametrize(("rows", "folded"), [(20, False), (21, True)])
def test_a_long_table_is_folded(rows: int, folded: object) -> None:
    """A comment stays readable, and no row is lost."""
    text = markdown("", [Section("T", columns=("c",), rows=[("x",)] * rows)])
    assert ("<details>" in text) is folded
    assert text.count("| x |") == rows
