"""A report: sections, shown on a terminal or as a pull request's comment."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

_LONGEST = 60_000
"""Characters: GitHub refuses a comment of more than 65,536."""

_SHOWN = 20
"""Rows of a table that a comment shows at once; a longer table is folded."""


@dataclass(frozen=True)
class Section:
    """One question and its answer."""

    title: str
    alerts: Sequence[str] = ()
    """What nobody may overlook."""
    notes: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def show(console: Console, sections: Sequence[Section]) -> None:
    """Print the report."""
    for section in sections:
        console.print(Text(f"\n{section.title}", style="bold"))
        for alert in section.alerts:
            console.print(Text(f"  !! {alert}", style="bold red"))
        for note in section.notes:
            console.print(Text(f"  {note}"))
        if section.rows:
            # Folded, not cut short: an id that is cut names nothing.
            columns = (Column(each, overflow="fold") for each in section.columns)
            table = Table(*columns, box=None, padding=(0, 2))
            for row in section.rows:
                table.add_row(*(Text(cell) for cell in row))
            console.print(table)


def markdown(title: str, sections: Sequence[Section]) -> str:
    """The report as a comment; what does not fit is left out, and the comment says so."""
    lines = [f"## {title}", ""]
    for section in sections:
        lines += [f"### {section.title}", ""]
        lines += [f"> [!CAUTION]\n> {_cell(alert)}\n" for alert in section.alerts]
        lines += [f"{_cell(note)}\n" for note in section.notes]
        if section.rows:
            table = [_row(section.columns), _row(["---"] * len(section.columns))]
            table += [_row(row) for row in section.rows]
            lines += _folded(table) if len(section.rows) > _SHOWN else [*table, ""]
    text = "\n".join([*lines, ""])
    if len(text) <= _LONGEST:
        return text
    kept = text[:_LONGEST].rpartition("\n")[0]
    if kept.count("<details>") > kept.count("</details>"):
        kept += "\n\n</details>"
    return f"{kept}\n\n> [!CAUTION]\n> The rest does not fit here: see the run's log.\n"


def _folded(table: Sequence[str]) -> list[str]:
    return [f"<details><summary>{len(table) - 2} rows</summary>", "", *table, "", "</details>", ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    """Text that stays text: no markup and no mention comes out of a name or a message."""
    for sign in "\\`*_<>[]|~#@":
        text = text.replace(sign, f"\\{sign}" if sign != "@" else "@\u200b")
    return text.replace("\n", "<br>")
