"""What a metric's history looks like, minute by minute, and what a statistic makes of it."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Minute = tuple[tuple[float, float], ...]
"""Pairs of a value and how often it was sent."""

MINUTE_SECONDS: Final = 60
_PERCENTILE: Final = re.compile(r"(p|tm|wm|tc|ts)(\d{1,2}(?:\.\d+)?|100(?:\.0+)?)|IQM")
_RANGE: Final = re.compile(r"PR\((\d*(?:\.\d+)?):(\d*(?:\.\d+)?)\)")


@dataclass(frozen=True)
class Form:
    """One way in which a metric behaves: healthy until now, then something happens."""

    before: Minute | None
    """What is sent each minute while all is well; nothing, where it is `None`."""
    then: Minute | None
    """What is sent each minute from now on."""
    lasts: int = 0
    """For so many minutes; for good, without it."""
    grows: float = 0
    """A value that so much is added to each minute, in place of `then`."""
    most: float = math.inf
    """What it grows to."""
    every: int = 1
    """Minutes from one sample to the next."""

    def at(self, minute: int) -> Minute | None:
        """What is sent in that minute; zero is the first in which something happens."""
        if minute % self.every:
            return None
        if minute < 0 or (self.lasts and minute >= self.lasts):
            return self.before
        if not self.grows:
            return self.then
        return ((min(self.most, self.grows * (minute + 1)), 1),)


@lru_cache(maxsize=4096)
def points(form: Form, statistic: str, period: int, first: int, last: int) -> tuple[
    float | None, ...
]:  # fmt: skip
    """A datapoint for each period (seconds) from number `first` up to `last`, which is left out."""
    minutes = max(1, period // MINUTE_SECONDS)
    return tuple(
        _point(
            (form.at(minute) for minute in range(index * minutes, (index + 1) * minutes)), statistic
        )
        for index in range(first, last)
    )


def _point(minutes: Iterable[Minute | None], statistic: str) -> float | None:
    counts: dict[float, float] = {}
    for each in minutes:
        for value, often in each or ():
            counts[value] = counts.get(value, 0) + often
    return measured(tuple(sorted(counts.items())), statistic) if counts else None


def measured(samples: Minute, statistic: str) -> float | None:
    """A statistic of samples in ascending order; `None` for what CloudWatch does not know.

    A trimmed or winsorised mean is taken for the mean itself, which lies as near to the middle.
    """
    count = sum(often for _, often in samples)
    total = sum(value * often for value, often in samples)
    simple = {
        "Sum": total,
        "Average": total / count,
        "SampleCount": count,
        "Minimum": samples[0][0],
        "Maximum": samples[-1][0],
        "IQM": total / count,
    }
    if statistic in simple:
        return simple[statistic]
    if inside := _RANGE.fullmatch(statistic):
        low = float(inside[1]) if inside[1] else -math.inf
        high = float(inside[2]) if inside[2] else math.inf
        return 100 * sum(often for value, often in samples if low < value <= high) / count
    found = _PERCENTILE.fullmatch(statistic)
    if found is None or found[1] is None:
        return None
    if found[1] in ("tm", "wm"):
        return total / count
    if found[1] in ("tc", "ts"):
        return {"tc": count, "ts": total}[found[1]] * float(found[2]) / 100
    return _percentile(samples, count * float(found[2]) / 100)


def _percentile(samples: Minute, rank: float) -> float:
    seen = 0.0
    for value, often in samples:
        seen += often
        if seen >= rank:
            return value
    return samples[-1][0]


def samples_needed(statistic: str) -> float:
    """How many samples a percentile needs, where an alarm leaves out those of fewer.

    Amazon CloudWatch User Guide: "Percentile-based alarms and low data samples".
    """
    found = _PERCENTILE.fullmatch(statistic)
    if found is None or found[1] != "p":
        return 0
    share = float(found[2]) / 100
    rest = 1 - share if share >= 0.5 else share  # noqa: PLR2004 - the middle
    return 10 / rest if rest else math.inf


def range_start(statistic: str) -> float:
    """From where on a percentile rank counts values; zero for every other statistic."""
    found = _RANGE.fullmatch(statistic)
    return float(found[1] or 0) if found else 0
