"""`make sim`: play many seeds and print what they saw; `--seed N` replays one, with its timeline.

Exits with 1 where a promise broke, and with 2 where nothing broke and something needed as
evidence was never seen (only for 200 seeds and more).
"""

import argparse
import os
from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from simulator.batch import Batch, play_all, play_parallel, quiet
from simulator.crash_points import run, scenarios, singles
from simulator.machine import explore
from simulator.profile import sampled

ENOUGH = 200
"""Seeds from which on everything must have been seen."""
PLACES = 15
"""Lines of a profile."""


def main() -> int:
    """The process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--seed", type=int, help="replay this one and print its timeline")
    parser.add_argument("--seeds", type=int, default=1_000, help="how many to play")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--profile", action="store_true", help="where the time goes (one process)")
    parser.add_argument("--machine", action="store_true", help="let Hypothesis choose each step")
    parser.add_argument("--crashes", action="store_true", help="die once at every boundary")
    chosen = parser.parse_args()
    console = Console(highlight=False)
    if chosen.seed is not None:
        return _replay(chosen.seed, console)
    if chosen.crashes:
        return _crashes(console)
    if chosen.machine:
        explore(chosen.seeds)
        console.print(f"{chosen.seeds:,} sequences of steps; every promise was kept.")
        return 0
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    if chosen.profile:
        with sampled() as places:
            batch = play_all(seeds)
    else:
        batch, places = _play(seeds, chosen.workers, console), Counter()
    console.print(_counts("What happened", "seen", batch.coverage.counts.items()))
    console.print(_counts("Processes that died", "point", batch.coverage.crashes.items()))
    console.print(_speed(batch))
    if places:
        console.print(_profile(places))
    return verdict(batch, console)


def _play(seeds: range, workers: int, console: Console) -> Batch:
    with Progress(
        TextColumn("playing"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=len(seeds))

        def advance(part: Batch) -> None:
            bar.advance(task, part.seeds)

        return play_parallel(seeds, workers=workers, progress=advance)


def _replay(seed: int, console: Console) -> int:
    batch = play_all(
        [seed],
        progress=lambda report: console.print(report.history(1_000), soft_wrap=True, markup=False),
    )
    return 1 if batch.broken else 0


def _crashes(console: Console) -> int:
    points: Counter[str] = Counter()
    with quiet(), console.status("Dying at every boundary…") as status:
        for scenario, at, point in singles(scenarios()):
            run(scenario, at)
            points[point] += 1
            status.update(f"Died {points.total():,} times…")
    console.print(_counts("Deaths", "boundary", points.items()))
    console.print(f"Died {points.total():,} times at {len(points)} points; every promise was kept.")
    return 0


def _speed(batch: Batch) -> str:
    return (
        f"{batch.seeds:,} seeds, {batch.steps:,} steps, {batch.simulated / 86_400:,.0f} simulated "
        f"days in {batch.seconds:.1f} s: {60 * batch.seeds / batch.seconds:,.0f} seeds a minute, "
        f"{batch.steps / batch.seconds:,.0f} steps a second, every check after each.\n"
        "After the faults everything was at rest within "
        f"{batch.rested:.0%} of the time that is allowed."
    )


def _profile(places: Counter[str]) -> Table:
    table = Table("place", "of the time", title="Where the time went", title_justify="left")
    table.columns[1].justify = "right"
    for place, times in places.most_common(PLACES):
        table.add_row(place, f"{times / places.total():.1%}")
    return table


def verdict(batch: Batch, console: Console) -> int:
    """Print what broke, or what is no evidence; returns the exit code."""
    for report in batch.broken:
        console.print(report.history(), soft_wrap=True, markup=False)
        return 1
    if batch.seeds >= ENOUGH and (missing := batch.coverage.missing()):
        console.print(f"No evidence: never saw {', '.join(missing)}.")
        return 2
    console.print("Every promise was kept.")
    return 0


def _counts(title: str, what: str, counts: Iterable[tuple[str, int]]) -> Table:
    table = Table(what, "times", title=title, title_justify="left")
    table.columns[1].justify = "right"
    for name, times in sorted(counts):
        table.add_row(name, f"{times:,}")
    return table


if __name__ == "__main__":
    raise SystemExit(main())
