"""Alarms on one made-up metric, for tests of the evaluator itself."""

from collections.abc import Sequence
from typing import Any, Final

from local.alarms.declared import Alarm, Composite, alarm
from local.alarms.evaluator import Evaluator
from local.alarms.series import MINUTE, Key, Series, key

START: Final = 1_795_341_600
"""Unix seconds, a full minute."""
METRIC: Final = key("Made", "Up", {"of": "tests"})


def one(**inputs: Any) -> Alarm:
    """A metric alarm as the program's inputs would say it: more than none in a minute."""
    return alarm(
        {
            "name": "it",
            "namespace": METRIC.namespace,
            "metricName": METRIC.metric,
            "dimensions": dict(METRIC.dimensions),
            "statistic": "Maximum",
            "period": MINUTE,
            "evaluationPeriods": 1,
            "threshold": 0,
            "comparisonOperator": "GreaterThanThreshold",
            "treatMissingData": "notBreaching",
            "alarmActions": ["topic"],
            **inputs,
        }
    )


def played(
    alarms: Sequence[Alarm | Composite], values: Sequence[float | None], metric: Key = METRIC
) -> Evaluator:
    """The evaluator after one minute for each value; None: nothing was sent in that minute."""
    series = Series()
    for minute, value in enumerate(values):
        if value is not None:
            series.put(metric, START + minute * MINUTE, value)
    found = Evaluator(alarms, series, START)
    found.advance(START + len(values) * MINUTE)
    return found
