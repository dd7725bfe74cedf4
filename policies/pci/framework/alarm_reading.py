"""A metric alarm as CloudWatch reads it: its metrics, and the terms on which it rings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .alarm_history import MINUTE_SECONDS
from .alarm_metrics import OFTEN_MISSING
from .alarm_states import Terms
from .predicates import number
from .resource import Resource
from .values import ABSENT, UNKNOWN, UndecidedError, read

READ: Final = (
    "comparisonOperator", "datapointsToAlarm", "dimensions", "evaluateLowSampleCountPercentiles",
    "evaluationPeriods", "extendedStatistic", "metricName", "metricQueries", "namespace", "period",
    "statistic", "threshold", "treatMissingData", "unit",
)  # fmt: skip
"""What of a metric alarm is read here."""


@dataclass(frozen=True)
class Query:
    """One metric, or what an expression makes of others."""

    at: str
    name: str
    expression: str | None = None
    namespace: str = ""
    metric: str = ""
    statistic: str = ""
    unit: str = ""
    dimensions: tuple[tuple[str, Any], ...] = ()
    returned: bool = True


@dataclass(frozen=True)
class Trial:
    """What an alarm measures, and when it rings."""

    queries: tuple[Query, ...]
    terms: Terms
    needed: bool
    """Whether too few samples for a percentile are left out."""
    learned: bool
    """Whether its threshold is learned from the metric itself."""

    @property
    def measured(self) -> tuple[Query, ...]:
        """The metrics themselves."""
        return tuple(each for each in self.queries if each.expression is None)


def trial(alarm: Resource) -> Trial:
    """What a metric alarm says.

    Raises:
        UndecidedError: something of it is unknown.
    """
    queries = tuple(_queries(alarm))
    periods = _whole(alarm.known("evaluationPeriods", 1))
    missing = str(alarm.known("treatMissingData", "missing"))
    if any(each.namespace == OFTEN_MISSING for each in queries):
        missing = "ignore"
    terms = Terms(
        str(alarm.known("comparisonOperator", "")),
        number(alarm.known("threshold", "")),
        max(_periods(alarm), default=MINUTE_SECONDS),
        periods,
        _whole(alarm.known("datapointsToAlarm", periods)),
        missing,
    )
    needed = alarm.known("evaluateLowSampleCountPercentiles", "evaluate") == "ignore"
    learned = alarm.known("thresholdMetricId") is not ABSENT
    return Trial(queries, terms, needed, learned)


def _whole(value: Any) -> int:
    found = number(value)
    return int(found) if found >= 1 else 1


def _periods(alarm: Resource) -> list[int]:
    found = [alarm.known("period")]
    for path in ("metricQueries[].period", "metricQueries[].metric.period"):
        found += [each for _, each in alarm.each_known(path)]
    return [_whole(each) for each in found if each is not ABSENT]


def _queries(alarm: Resource) -> list[Query]:
    several = alarm.known("metricQueries", [])
    if not isinstance(several, list) or not several:
        return [_query(alarm.props, "", "m1", alarm.known("extendedStatistic"))]
    found = []
    for index, each in enumerate(several):
        at = f"metricQueries[{index}]"
        expression = _text(each, "expression", at)
        name = _text(each, "id", at) or at
        returned = next(read(each, "returnData"))[1] in (True, "true")
        if expression:
            found.append(Query(at, name, expression, returned=returned))
        else:
            inner = next(read(each, "metric"))[1]
            one = _query(inner, f"{at}.metric.", name, ABSENT)
            found.append(Query(**{**one.__dict__, "returned": returned}))
    return found


def _query(holder: Any, at: str, name: str, extended: Any) -> Query:
    dimensions = next(read(holder, "dimensions"))[1]
    known = dimensions if isinstance(dimensions, Mapping) else {}
    statistic = _text(holder, "statistic" if at == "" else "stat", at)
    return Query(
        at,
        name,
        namespace=_text(holder, "namespace", at),
        metric=_text(holder, "metricName", at),
        statistic=statistic or (str(extended) if isinstance(extended, str) else ""),
        unit=_text(holder, "unit", at),
        dimensions=tuple(sorted(known.items())),
    )


def _text(holder: Any, path: str, at: str) -> str:
    found = next(read(holder, path))[1]
    if found is UNKNOWN:
        raise UndecidedError(f"{at}{path}")
    return "" if found is ABSENT else str(found)
