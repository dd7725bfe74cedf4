"""`make rights`: what the roles are granted, minus what the last `make test-stacks` saw used."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from local.program.recorder import ROOT, record_program
from local.rights.granted import Right, granted
from local.rights.reviewed import Verdict, judge, rows
from local.rights.unasked import unasked
from local.rights.used import used

FOLDER: Final = ROOT / ".local" / "rights"
STACK: Final = "local"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the difference; 1 where it is not the reviewed one, or nothing was recorded."""
    parser = argparse.ArgumentParser(prog="make rights ARGS=…", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="what a run has recorded")
    said = parser.parse_args(arguments)
    console = Console()
    seen = set(used(said.folder))
    if not seen:
        console.print(
            f"{said.folder} holds no record of what the roles use; run `make test-stacks` first.",
            soft_wrap=True,
        )
        return 1
    recording = record_program(STACK, {"dependencyLayer": "false"})
    given, known = list(granted(recording)), set(unasked(recording))
    verdict = judge(given, seen | known, rows())
    show(console, verdict)
    kept, spare = len(verdict.kept), len(verdict.spare)
    console.print(
        f"{len(set(given))} rights granted: {len(set(given)) - kept - spare} used "
        f"({len(known)} of them asked by AWS alone), {kept} kept with a reason, {spare} spare, "
        f"{len(verdict.stale)} stale rows."
    )
    return 1 if verdict.spare or verdict.stale else 0


def show(console: Console, verdict: Verdict) -> None:
    """Granted minus used, role by role."""
    table = Table("", "role", "action", "on", "under", "why it stays")
    for right, row in sorted(verdict.kept):
        table.add_row(" ", *_cells(right), row.reason)
    for right in sorted(verdict.spare):
        table.add_row("-", *_cells(right), "[red]nothing used it: take it away, or add a reason")
    console.print(table)
    for row in verdict.stale:
        actions, roles = ", ".join(row.actions), ", ".join(row.roles)
        console.print(
            f"[red]reviewed.toml: {actions} of {roles} on {row.resource} is used or not granted; "
            "take the row away.",
            soft_wrap=True,
        )


def _cells(right: Right) -> tuple[str, str, str, str]:
    under = right.under.partition(".")[0]
    return right.role, right.action, right.resource.split(":", maxsplit=5)[-1], under


if __name__ == "__main__":
    raise SystemExit(main())
