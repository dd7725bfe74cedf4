"""`till doctor`: what is ready, what is not, what is not known, and what to do next."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from till.doctor.case import Case, case
from till.doctor.checks import CHECKS, STOPS, Needed, Row, Say, examine, stopping
from till.doctor.finding import Status
from till.doctor.tools import machine
from till.lib.answer import Document, say_json
from till.lib.exits import Exit
from till.lib.options import AsJson

ROOT: Final = Path(__file__).parent.parent.parent
WIDTH: Final = 120
"""Columns of what is piped."""
COLOURS: Final = {
    Status.READY: "green",
    Status.TO_DO: "yellow",
    Status.NOT_READY: "red",
    Status.NOT_KNOWN: "magenta",
}


class Checked(Document):
    """One check, and every single thing that it counts."""

    name: str
    needed_for: str
    status: str
    what: str
    next: str
    details: list[str]


class Examined(Document):
    """What `till doctor --json` prints."""

    stack: str
    ready: bool
    checks: list[Checked]


def add(app: typer.Typer) -> None:
    """Put the command there."""
    what = "Before the first `up`: what is ready, what is not, and what to do."
    app.command("doctor", help=what)(run)


def run(
    *,
    stack: Annotated[str, typer.Option(help="As in Pulumi.<stack>.yaml.")],
    as_json: AsJson = False,
) -> int:
    """0 where nothing is known that would make `up` fail, else 1.

    Raises:
        InputError: there is no such stack.
    """
    one = case(stack, machine(ROOT))
    with progress(Console(stderr=True)) as say:
        rows = examine(one, CHECKS, say)
    if as_json:
        say_json(Examined.model_validate(as_document(one, rows)))
    else:
        show(Console(width=None if sys.stdout.isatty() else WIDTH), stack, rows)
    return Exit.NO if stopping(rows, Needed.UP) else Exit.DONE


def may_go_on(command: str, stack: str, root: Path = ROOT) -> bool:
    """Whether `pulumi <command>` may begin; what was found is printed on the standard error.

    A preview is stopped by what the program itself needs, `up` by everything that is not ready.

    Raises:
        InputError: there is no such stack.
    """
    paper = Console(stderr=True, width=None if sys.stderr.isatty() else WIDTH)
    needed = STOPS[command]
    # What a refresh or a destruction needs is little; a preview shows what `up` would meet.
    checks = [each for each in CHECKS if needed > Needed.ENGINE or each.needed <= needed]
    with progress(paper) as say:
        rows = examine(case(stack, machine(root)), checks, say)
    show(paper, stack, rows)
    return not stopping(rows, needed)


@contextmanager
def progress(console: Console) -> Iterator[Say]:
    """One line that says what is waited for; where nobody watches, that something is."""
    if not console.is_terminal:
        console.print("Asking Pulumi and AWS…")
        yield lambda _: None
        return
    with console.status("Asking Pulumi and AWS…") as status:
        yield lambda waiting: status.update(f"Waiting for {waiting}")


def show(console: Console, stack: str, rows: Sequence[Row]) -> None:
    """The table, and one sentence under it."""
    table = Table(title=f"make doctor STACK={stack}", title_justify="left", box=SIMPLE_HEAD)
    # Folded, not cut short: a command that is cut is none.
    table.add_column("")
    table.add_column("", no_wrap=True)
    table.add_column("found", overflow="fold", ratio=1)
    table.add_column("what to do next", overflow="fold", ratio=1)
    for check, finding in rows:
        colour = COLOURS[finding.status]
        table.add_row(
            Text(finding.status.replace(" ", "\u00a0"), style=colour),
            Text(check.name),
            Text(finding.what),
            Text(finding.next),
        )
    console.print(table)
    console.print(Text(summary(stack, rows)))


def summary(stack: str, rows: Sequence[Row]) -> str:
    """What it comes to."""
    count = {status: sum(row.finding.status is status for row in rows) for status in Status}
    if wrong := count[Status.NOT_READY]:
        first = f"`make up STACK={stack}` would fail: {wrong} of {len(rows)} are not ready."
    else:
        first = f"Nothing is known that would make `make up STACK={stack}` fail."
    more = {
        Status.NOT_KNOWN: "not known, which is not ready",
        Status.TO_DO: "to do before payments and mails flow",
    }
    told = [f"{count[status]} {words}" for status, words in more.items() if count[status]]
    return f"{first} {'; '.join(told)}{'.' if told else ''}".strip()


def as_document(one: Case, rows: Sequence[Row]) -> dict[str, Any]:
    """The same for a program; `details` has every single thing that a row counts."""
    return {
        "stack": one.stack,
        "ready": not stopping(rows, Needed.UP),
        "checks": [
            {"name": check.name, "needed_for": check.needed.name.lower(), **finding._asdict()}
            for check, finding in rows
        ],
    }
