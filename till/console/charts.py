"""Stacked bars as numbers of an SVG; the template draws them, and a table beside says the same."""

from collections.abc import Sequence
from typing import Final, NamedTuple

WIDTH: Final = 720
HEIGHT: Final = 180
GAP: Final = 4


class Piece(NamedTuple):
    """A rectangle, in the SVG's units from its upper left corner."""

    series: int
    x: float
    y: float
    width: float
    height: float


class Bars(NamedTuple):
    """A chart."""

    width: int
    height: int
    top: int
    """The highest bar."""
    pieces: Sequence[Piece]
    labels: Sequence[tuple[float, str]]
    """The middle of a bar, and its name."""


def bars(columns: Sequence[tuple[str, Sequence[int]]]) -> Bars:
    """Bars side by side, each made of its counts from the bottom up."""
    top = max((sum(counts) for _, counts in columns), default=0)
    step = WIDTH / max(len(columns), 1)
    pieces, labels = [], []
    for number, (label, counts) in enumerate(columns):
        x, y = number * step + GAP / 2, float(HEIGHT)
        for series, count in enumerate(counts):
            height = count / top * HEIGHT if top else 0.0
            y -= height
            if count:
                pieces.append(_piece(series, x, y, step - GAP, height))
        labels.append((round(number * step + step / 2, 1), label))
    return Bars(WIDTH, HEIGHT, top, pieces, labels)


def _piece(series: int, *numbers: float) -> Piece:
    return Piece(series, *(round(each, 1) for each in numbers))
