"""An anomaly band, as an approximation of what CloudWatch learns.

CloudWatch trains a model on up to two weeks of a metric, with the hour, day and week in mind, and
says no more of it (Amazon CloudWatch User Guide, "Using CloudWatch anomaly detection"). Here a
point's band is the mean of the two weeks' points at the same time of day, give or take an hour,
and so many of their standard deviations. So a test says that an alarm rings on what is far out of
the band and not on what is well in it, and nothing about the edge.
"""

import re
from collections.abc import Callable
from math import sqrt
from typing import Final, NamedTuple

_BAND: Final = re.compile(r"ANOMALY_DETECTION_BAND\((\w+)(?:,\s*([\d.]+))?\)")
_DAY_MINUTES: Final = 24 * 60
LEARNED_DAYS: Final = 14
_AROUND_MINUTES: Final = 60
_FEWEST: Final = 20
"""Points; of fewer nothing is learned, and the alarm has not enough data."""


class Band(NamedTuple):
    """Between these a value is normal."""

    lower: float
    upper: float


def asked(expression: str) -> tuple[str, float] | None:
    """The metric's id and the width in standard deviations, where the expression is a band."""
    found = _BAND.fullmatch(expression.strip())
    return (found[1], float(found[2] or 2)) if found else None


class Around(NamedTuple):
    """What two hours of one day add to a band."""

    points: int
    """So many."""
    mean: float
    squares: float
    """Of what each is off the mean, added up."""


def around(point: Callable[[int], float | None], period_minutes: int, middle: int) -> Around:
    """The points of an hour before and an hour after a minute.

    `point`: the metric's datapoint that ends at a minute.
    """
    step = max(1, period_minutes)
    ends = range(middle - _AROUND_MINUTES, middle + _AROUND_MINUTES + 1, step)
    known = [found for end in ends if (found := point(end)) is not None]
    if not known:
        return Around(0, 0, 0)
    mean = sum(known) / len(known)
    return Around(len(known), mean, sum((each - mean) ** 2 for each in known))


def band(of_day: Callable[[int], Around], end: int, width: float) -> Band | None:
    """What is normal at minute `end`, or None where too little is known.

    `of_day`: what the hours around a minute add; each is asked for on fourteen days.
    """
    days = [of_day(end - day * _DAY_MINUTES) for day in range(1, LEARNED_DAYS + 1)]
    count = sum(each.points for each in days)
    if count < _FEWEST:
        return None
    middle = sum(each.points * each.mean for each in days) / count
    squares = sum(each.squares + each.points * (each.mean - middle) ** 2 for each in days)
    spread = width * sqrt(squares / count)
    return Band(middle - spread, middle + spread)
