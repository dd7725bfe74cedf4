"""What CloudWatch would hold: samples of metrics, minute by minute."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from policies.pci.framework.alarm_history import measured

MINUTE: Final = 60


class Key(NamedTuple):
    """One metric: another set of dimensions is another metric."""

    namespace: str
    metric: str
    dimensions: frozenset[tuple[str, str]]


def key(namespace: str, metric: str, dimensions: Mapping[str, str] | None = None) -> Key:
    """The metric of these dimensions."""
    return Key(namespace, metric, frozenset((dimensions or {}).items()))


class Series:
    """Samples by metric and minute; time is Unix seconds, of whatever clock the caller has."""

    def __init__(self) -> None:
        self._minutes: defaultdict[Key, dict[int, Counter[float]]] = defaultdict(dict)

    def put(self, metric: Key, at: int, value: float, often: int = 1) -> None:
        """Add a value that was sent `often` in the minute of `at`."""
        self._minutes[metric].setdefault(at // MINUTE, Counter())[value] += often

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

    def datapoint(self, metric: Key, statistic: str, seconds: int, end: int) -> float | None:
        """The statistic over the `seconds` up to minute `end`, which is left out."""
        samples = self._samples(metric, range(end - seconds // MINUTE, end))
        return measured(tuple(sorted(samples.items())), statistic) if samples else None

    def _samples(self, metric: Key, minutes: Iterable[int]) -> Counter[float]:
        known = self._minutes.get(metric)
        found: Counter[float] = Counter()
        if known:
            for each in minutes:
                if each in known:
                    found.update(known[each])
        return found
