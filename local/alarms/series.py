"""What CloudWatch would hold: samples of metrics, minute by minute."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from policies.pci.framework.alarm_history import measured

MINUTE: Final = 60
_LONG_MINUTES: Final = 10
"""From so many on a sum is the difference of two running ones."""


Minute = Mapping[float, int]
"""Value → how often it was sent within the minute."""


class Key(NamedTuple):
    """One metric: another set of dimensions is another metric."""

    namespace: str
    metric: str
    dimensions: frozenset[tuple[str, str]]


def key(namespace: str, metric: str, dimensions: Mapping[str, str] | None = None) -> Key:
    """The metric of these dimensions."""
    return Key(namespace, metric, frozenset((dimensions or {}).items()))


class _Running:
    """Sums over all minutes up to each one, of one metric and one statistic that adds up."""

    def __init__(self, minutes: Mapping[int, Minute], statistic: str) -> None:
        self._minutes = minutes
        self._statistic = statistic
        self._first = min(minutes)
        self._sums: list[tuple[float, float]] = [(0, 0)]
        """What adds up and how many samples there were, before each minute."""

    def over(self, first: int, end: int) -> tuple[float, float]:
        """Both, of the minutes from `first` up to `end`, which is left out."""
        until, since = self._until(end), self._until(first)
        return until[0] - since[0], until[1] - since[1]

    def _until(self, minute: int) -> tuple[float, float]:
        at = minute - self._first
        while len(self._sums) <= at:
            total, count = self._sums[-1]
            samples = self._minutes.get(self._first + len(self._sums) - 1)
            for value, often in (samples or {}).items():
                total += _added(self._statistic, value) * often
                count += often
            self._sums.append((total, count))
        return self._sums[max(0, at)]

    @property
    def end(self) -> int:
        """The first minute that is not summed up yet."""
        return self._first + len(self._sums) - 1


def _added(statistic: str, value: float) -> float:
    """What a sample adds to a statistic that adds up."""
    if statistic.startswith("PR("):
        return measured(((value, 1),), statistic) or 0
    return value if statistic in ("Sum", "Average") else 1


class Series:
    """Samples by metric and minute; time is Unix seconds, of whatever clock the caller has."""

    def __init__(self) -> None:
        self._minutes: defaultdict[Key, dict[int, dict[float, int]]] = defaultdict(dict)
        self._running: defaultdict[Key, dict[str, _Running]] = defaultdict(dict)
        self._range: dict[Key, tuple[float, float]] = {}

    def put(self, metric: Key, at: int, value: float, often: int = 1) -> None:
        """Add a value that was sent `often` in the minute of `at`."""
        minute, minutes = at // MINUTE, self._minutes[metric]
        samples = minutes.get(minute)
        if samples is None:
            samples = minutes[minute] = {}
        samples[value] = samples.get(value, 0) + often
        low, high = self._range.get(metric, (value, value))
        if value <= low or value >= high:
            self._range[metric] = (min(low, value), max(high, value))
        running = self._running.get(metric)
        if running and any(minute < each.end for each in running.values()):
            running.clear()

    def put_line(self, line: str, at: int) -> None:
        """Add what a line of a function's log says in CloudWatch's embedded metric format.

        A line that is none says nothing. Amazon CloudWatch User Guide, "Specification: Embedded
        metric format".
        """
        try:
            said = json.loads(line)
        except ValueError:
            return
        about = said.get("_aws") if isinstance(said, dict) else None
        for one in about.get("CloudWatchMetrics", ()) if isinstance(about, dict) else ():
            self._put_directive(said, one, at)

    def _put_directive(self, said: Mapping[str, Any], one: Mapping[str, Any], at: int) -> None:
        for names in one["Dimensions"]:
            dimensions = {name: str(said[name]) for name in names}
            for metric in one["Metrics"]:
                values = said[metric["Name"]]
                for value in values if isinstance(values, list) else [values]:
                    self.put(key(one["Namespace"], metric["Name"], dimensions), at, float(value))

    @property
    def metrics(self) -> frozenset[Key]:
        """All that anything is known of."""
        return frozenset(self._minutes)

    def extremes(self, metric: Key) -> tuple[float, float] | None:
        """The lowest and the highest value that was ever sent; None: nothing was."""
        return self._range.get(metric)

    def forget(self, before: int) -> None:
        """Let go of all samples before a minute: no window looks back so far any more.

        Sums of minutes that were asked for stay known.
        """
        for minutes in self._minutes.values():
            for each in [each for each in minutes if each < before]:
                del minutes[each]

    def datapoint(self, metric: Key, statistic: str, seconds: int, end: int) -> float | None:
        """The statistic over the `seconds` up to minute `end`, which is left out."""
        if metric not in self._minutes:
            return None
        minutes = seconds // MINUTE
        if minutes >= _LONG_MINUTES and _adds_up(statistic):
            return self._summed(metric, statistic, end - minutes, end)
        samples = self._samples(metric, end - minutes, end)
        return measured(tuple(sorted(samples.items())), statistic) if samples else None

    def _summed(self, metric: Key, statistic: str, first: int, end: int) -> float | None:
        running = self._running[metric]
        if statistic not in running:
            running[statistic] = _Running(self._minutes[metric], statistic)
        total, count = running[statistic].over(first, end)
        if not count:
            return None
        return total if statistic in ("Sum", "SampleCount") else total / count

    def _samples(self, metric: Key, first: int, end: int) -> Minute:
        known = self._minutes[metric]
        if end - first == 1:
            return known.get(first, {})
        found: dict[float, int] = {}
        some = end - first <= len(known)
        for each in range(first, end) if some else known:
            if each in known and first <= each < end:
                for value, often in known[each].items():
                    found[value] = found.get(value, 0) + often
        return found


def _adds_up(statistic: str) -> bool:
    return statistic in ("Sum", "SampleCount", "Average") or statistic.startswith("PR(")
