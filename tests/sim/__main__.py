"""`make sim`: play many seeds and print what they saw; `--seed N` replays one, with its timeline.

Exits with 1 where a promise broke, and with 2 where nothing broke and something needed as
evidence was never seen (only for 200 seeds and more).
"""

import argparse
from collections import Counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.sim.batch import Batch, play_all, quiet
from tests.sim.crash_points import run, singles
from tests.sim.history import Report

ENOUGH = 200
"""Seeds from which on everything must have been seen."""


def main() -> int:
    """The process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim", description=__doc__)
    parser.add_argument("--seed", type=int, help="replay this one and print its timeline")
    parser.add_argument("--seeds", type=int, default=1_000, help="how many to play")
    parser.add_argument("--crashes", action="store_true", help="die once at every boundary")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    chosen = parser.parse_args()
    console = Console(highlight=False)
    if chosen.seed is not None:
        return _replay(chosen.seed, console)
    if chosen.crashes:
        return _crashes(console)
    with Progress(
        TextColumn("playing"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=chosen.seeds)

        def advance(_: Report) -> None:
            bar.advance(task)

        batch = play_all(range(chosen.first, chosen.first + chosen.seeds), progress=advance)
    console.print(_counters(batch))
    console.print(
        f"{batch.seeds} seeds, {batch.steps:,} steps, "
        f"{batch.simulated / 86_400:,.0f} simulated days in {batch.seconds:.1f} s "
        f"({60 * batch.seeds / batch.seconds:,.0f} seeds a minute); crashes at "
        f"{len(batch.saw.crashes)} points."
    )
    return _verdict(batch, console)


def _replay(seed: int, console: Console) -> int:
    batch = play_all(
        [seed],
        progress=lambda report: console.print(report.story(1_000), soft_wrap=True, markup=False),
    )
    return 1 if batch.broken else 0


def _crashes(console: Console) -> int:
    points: Counter[str] = Counter()
    with quiet():
        for scenario, at, point in singles():
            run(scenario, at)
            points[point] += 1
    table = Table("boundary", "deaths")
    table.columns[1].justify = "right"
    for point, times in sorted(points.items()):
        table.add_row(point, f"{times:,}")
    console.print(table)
    console.print(f"Died {points.total():,} times at {len(points)} points; every promise was kept.")
    return 0


def _verdict(batch: Batch, console: Console) -> int:
    for report in batch.broken:
        console.print(report.story(), soft_wrap=True, markup=False)
        return 1
    if batch.seeds >= ENOUGH and (missing := batch.saw.missing()):
        console.print(f"No evidence: never saw {', '.join(missing)}.")
        return 2
    console.print("Every promise was kept.")
    return 0


def _counters(batch: Batch) -> Table:
    table = Table("seen", "times", title="What happened", title_justify="left")
    table.columns[1].justify = "right"
    for name, times in sorted(batch.saw.counts.items()):
        table.add_row(name, f"{times:,}")
    return table


if __name__ == "__main__":
    raise SystemExit(main())
