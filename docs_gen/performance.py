"""Writes what was measured: `python -m docs_gen.performance > docs/performance.md`.

With `--picture` it draws the same rows instead: a point for the median of each, a line for the
spread of its rounds, and a mark where the bound is.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from matplotlib.figure import Figure

from bench.reasons import why
from bench.report import MEASURED, read
from bench.results import Row
from docs_gen.environments import ROOT
from docs_gen.pictured import write

PICTURE: Final = ROOT / "docs" / "performance.svg"
_PAGE: Final = """\
# How fast it is

Made by `make docs` from `bench/measured.json`, which `make bench KEEP=1` writes. A row is a ratio:
the two sides did the same work in turn, in one run, on one machine, and what came out was checked.
The number is the median of the rounds, beside it the smallest and the largest of them. No time is
given, as it would be the machine's. `bench/best.json` keeps the best that was ever measured; the
nightly run says which row got worse.

![Each row's median and spread, and where its bound is](performance.svg)

| what | median | from | to | wanted | |
| --- | --- | --- | --- | --- | --- |
{rows}

{missed} of {all} rows miss their bound.
"""


def main(words: Sequence[str] | None = None) -> None:
    """Print the page, or draw the picture."""
    rows = read(MEASURED)
    write("performance", __doc__, partial(page, rows), partial(figure, rows), words)


def page(rows: Sequence[Row]) -> str:
    """`docs/performance.md`."""
    return _PAGE.format(
        rows="\n".join(_line(each) for each in rows),
        missed=sum(not each.held for each in rows),
        all=len(rows),
    )


def _line(row: Row) -> str:
    numbers = " | ".join(f"{each:.2f}" for each in (row.median, row.lowest, row.highest))
    reason = why(row)
    return f"| {row.name} | {numbers} | {row.wanted} | {reason and f'missed: {reason}'} |"


def figure(rows: Sequence[Row]) -> Figure:
    """All rows below one another, on one axis of ratios."""
    drawing = Figure(figsize=(10, 1 + 0.35 * len(rows)), layout="constrained")
    axes = drawing.subplots()
    places = range(len(rows), 0, -1)
    for place, each in zip(places, rows, strict=True):
        colour = "tab:green" if each.held else "tab:red"
        axes.plot([each.lowest, each.highest], [place, place], color=colour)
        axes.plot(each.median, place, "o", color=colour)
        axes.plot(each.bound, place, "|", color="black", markersize=14)
    axes.set_yticks(list(places), [each.name for each in rows])
    axes.set_xscale("log")
    axes.set_xlabel("times the side that it stands beside; the bar is the bound")
    axes.grid(axis="x", alpha=0.3)
    return drawing


if __name__ == "__main__":
    main()
