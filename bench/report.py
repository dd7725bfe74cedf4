"""What `make bench` measured in one table, why a row misses, and what got worse than it has been.

`python -m bench.report` reads the rows that each bench left. With `--keep` they are written to
`bench/measured.json`, of which `docs/performance.md` is made, and `bench/best.json` has for each
row the best that was kept. A row is worse when none of its rounds was as good as the worst round
of the best one: then the command ends with 1.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.reasons import why
from bench.results import FOLDER, ROWS, Row, saved
from bench.side_by_side import columns

HERE: Final = Path(__file__).parent
BEST: Final = HERE / "best.json"
MEASURED: Final = HERE / "measured.json"
NOTHING: Final = "Nothing was measured yet: run `make bench` first."


def main(words: Sequence[str] | None = None, *, folder: Path = FOLDER, kept: Path = HERE) -> int:
    """Print the table, and keep it if that is asked for; 1 if something got worse."""
    parser = argparse.ArgumentParser(prog="python -m bench.report", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="write measured.json and best.json")
    wanted = parser.parse_args(words)
    console, rows = Console(), saved(folder)
    if not rows:
        console.print(NOTHING)
        return 1
    best = {each.name: each for each in read(kept / BEST.name)}
    console.print(table(rows, best))
    for each in rows:
        if reason := why(each):
            console.print(f"Misses its bound: {each.name}; {reason}.")
    worse = [each for each in rows if each.name in best and each.worse_than(best[each.name])]
    for each in worse:
        console.print(f"Worse than it has been: {each.name}.")
    if wanted.keep:
        write(kept / MEASURED.name, rows)
        write(kept / BEST.name, better(rows, best))
    return int(bool(worse))


def table(rows: Sequence[Row], best: Mapping[str, Row]) -> Table:
    """A line for each row: the median of its rounds, their spread, what is wanted, the best."""
    found = Table(title="Median of the rounds' ratios, each side in turn")
    columns(found, "", "median", "from", "to", "wanted", "best")
    for each in rows:
        numbers = (each.median, each.lowest, each.highest)
        earlier = f"{best[each.name].median:.2f}" if each.name in best else ""
        texts = (f"{number:.2f}" for number in numbers)
        missed = "" if each.held else "missed: "
        found.add_row(each.name, *texts, missed + each.wanted, earlier)
    return found


def better(rows: Sequence[Row], best: Mapping[str, Row]) -> list[Row]:
    """Of each row the better one; one that is measured no more goes."""

    def best_of(one: Row) -> Row:
        earlier = best.get(one.name, one)
        if one.at_least:
            return max(one, earlier, key=lambda each: each.median)
        return min(one, earlier, key=lambda each: each.median)

    return [best_of(each) for each in rows]


def read(path: Path) -> list[Row]:
    """The rows of a file; of none where there is no file."""
    return ROWS.validate_json(path.read_bytes()) if path.exists() else []


def write(path: Path, rows: Sequence[Row]) -> None:
    """Keep the rows."""
    path.write_bytes(ROWS.dump_json(list(rows), indent=1) + b"\n")


if __name__ == "__main__":
    raise SystemExit(main())
