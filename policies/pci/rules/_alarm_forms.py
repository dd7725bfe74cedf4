"""What is wrong with an alarm as it is written, whatever its metric does."""

from collections.abc import Iterator
from contextlib import suppress
from math import isnan
from typing import Final

from ..framework.alarm_expressions import ExpressionError, ids
from ..framework.alarm_reading import Trial
from ..framework.alarm_states import COMPARISONS
from ..framework.predicates import number
from ..framework.resource import Resource
from ..framework.rule import Finding
from ..framework.values import ABSENT, UNKNOWN

_COUNTS: Final = {
    "evaluationPeriods": "comparisonOperator",
    "period": "metricName",
    "datapointsToAlarm": None,
}
"""What an alarm counts → with what it can't do without that; `None`: it always can."""


def unset(alarm: Resource) -> Iterator[Finding]:
    """Counts that nothing can be evaluated by."""
    for path, beside in _COUNTS.items():
        value = alarm.get(path)
        if value is ABSENT:
            if beside and alarm.get(beside) is not ABSENT:
                yield Finding(f"{path}: Set it.")
        elif value is not UNKNOWN and not number(value) >= 1:
            yield Finding(f"{path}: Set it to 1 or more.")
    if ABSENT not in (alarm.get("statistic"), alarm.get("extendedStatistic")):
        yield Finding("extendedStatistic: CloudWatch takes this or statistic; leave one out.")


def no_terms(tried: Trial) -> Iterator[Finding]:
    """What a value can't be compared by."""
    if tried.terms.comparison not in COMPARISONS:
        yield Finding("comparisonOperator: Name one of CloudWatch's, for example GreaterThan…")
    if isnan(tried.terms.threshold):
        yield Finding("threshold: Set it to a number.")


def unnamed(alarm: Resource, tried: Trial) -> Iterator[Finding]:
    """Ids that an expression or a band is made of, and that nothing has."""
    known = {each.name for each in tried.queries}
    band = alarm.known("thresholdMetricId")
    if band is not ABSENT and band not in known:
        yield Finding("thresholdMetricId: Name the id of one of its metricQueries.")
    for each in tried.queries:
        with suppress(ExpressionError):
            if missing := sorted(ids(each.expression or "0") - known):
                yield Finding(
                    f"{each.at}.expression: It is made of {', '.join(missing)}, which is the id of "
                    "none of its metricQueries."
                )
