"""Alarms tried on histories."""

from typing import Any

import pytest

from policies.pci.framework.alarm_expressions import ExpressionError
from policies.pci.framework.alarm_history import Form
from policies.pci.framework.alarm_reading import Query, Trial
from policies.pci.framework.alarm_shapes import Metric, Shape
from policies.pci.framework.alarm_states import Terms
from policies.pci.framework.alarm_trial import (
    ONCE,
    extremes,
    first_ring,
    forms,
    hears,
    rings_already,
)
from tests.policies.pci.framework.test_alarm_reading import SIMPLE, alarm

ABOVE = "GreaterThanOrEqualToThreshold"
SQS = {**SIMPLE, "comparisonOperator": ABOVE, "period": 60, "evaluationPeriods": 1}
HEARD = {**SQS, "alarmActions": ["bell"], "treatMissingData": "notBreaching"}


def tried(statistic: str = "Sum", needed: bool = False, **terms: Any) -> Trial:  # noqa: FBT001, FBT002 - a setting
    """An alarm on one metric."""
    how = {"comparison": ABOVE, "threshold": 1.0, "period": 60, "periods": 1, "datapoints": 1,
           "missing": "notBreaching", **terms}  # fmt: skip
    return Trial((Query("", "m1", metric="x", statistic=statistic),), Terms(**how), needed, False)


def rings(trial: Trial, *ways: Form, minutes: float = 60) -> float | None:
    """After how long."""
    return first_ring(trial, {"m1": ways}, minutes)


def test_one_event_rings_one_period() -> None:
    """And never two in a row, where silence is good; two out of more neither."""
    assert rings(tried(), ONCE) == 1
    assert rings(tried(period=300), ONCE) == 5
    assert rings(tried(periods=2, datapoints=2), ONCE) is None
    assert rings(tried(periods=5, datapoints=2), ONCE) is None
    assert rings(tried(periods=2, datapoints=1), ONCE) == 1
    assert rings(tried(threshold=2), ONCE) is None
    assert rings(tried(period=7200), ONCE) is None
    assert rings(tried(period=7200), ONCE, minutes=120) == 120


@pytest.mark.parametrize("terms", [{"periods": 10**9, "datapoints": 1}, {"period": 10**9}])
def test_more_than_a_week_is_not_even_tried(terms: dict[str, Any]) -> None:
    """CloudWatch refuses it; trying it would take all day."""
    assert rings(tried(**terms), ONCE, minutes=10**12) is None
    assert not rings_already(tried(threshold=0, **terms), (("m1", Form(None, ((0, 1),))),))


def test_an_age_rings_when_it_is_reached() -> None:
    """A quarter of an hour after a quarter of an hour; not within the hour for a day."""
    age = Metric(Shape.AGE, "Seconds", 1_209_600)
    assert rings(tried("Maximum", threshold=900), *forms(age, 900, 1)) == 15
    assert rings(tried("Maximum", threshold=86_400), *forms(age, 86_400, 1)) is None
    milliseconds = Metric(Shape.AGE, "Milliseconds")
    assert rings(tried("Maximum", threshold=900_000), *forms(milliseconds, 9e5, 1)) == 15


def test_no_value_is_beyond_what_bounds_it() -> None:
    """A share of one, a percentage, failures of one a minute; a free level reaches anything."""
    for metric, statistic, least in (
        (Metric(Shape.LEVEL, "None", 1), "Average", 1),
        (Metric(Shape.LEVEL, "Percent", 100), "p90", 100),
        (Metric(Shape.FAILURES), "Sum", 1),
        (Metric(Shape.FAILURES), "Average", 1),
    ):
        assert rings(tried(statistic, threshold=least), *forms(metric, least, 1)) == 1
        assert rings(tried(statistic, threshold=least + 1), *forms(metric, least + 1, 1)) is None
    assert rings(tried("Maximum", threshold=1e9), *forms(Metric(Shape.LEVEL), 1e9, 1)) == 1
    many = Metric(Shape.TRAFFIC)
    assert rings(tried(threshold=600_000), *forms(many, 600_000, 1)) == 1
    assert rings(tried(threshold=600_001), *forms(many, 600_001, 1)) is None


def test_silence_rings_where_it_is_bad() -> None:
    """A function that is not called any more sends nothing at all."""
    calls = Metric(Shape.TRAFFIC)
    less: dict[str, Any] = {"comparison": "LessThanThreshold", "periods": 5, "datapoints": 5}
    heard = rings(tried(**less, missing="breaching"), *forms(calls, 1, 1))
    assert heard is not None
    assert rings(tried(**less), Form(((1, 60),), None)) is None


def test_too_few_samples_are_left_out_where_an_alarm_says_so() -> None:
    """Ten in a minute are no ninety-ninth percentile."""
    ten = Form(None, ((5000, 10),))
    assert rings(tried("p99", threshold=1000), ten) == 1
    assert rings(tried("p99", needed=True, threshold=1000), ten) is None
    assert rings(tried("p50", needed=True, threshold=1000, period=120), ten) == 2


def test_a_daily_metric_is_a_point_a_day() -> None:
    """An alarm by the minute on it rings where a single point is enough."""
    high, _ = extremes(Metric(Shape.DAILY), 10, 1)
    assert rings(tried("Maximum", threshold=10, period=86_400), high, minutes=4320) == 1440
    assert rings(tried("Maximum", threshold=10, periods=3, datapoints=3), high) is None


def test_math_is_tried_on_every_mixture() -> None:
    """A rate rings when all fail; what is not understood is said."""
    queries = (
        Query("", "rate", "100 * bad / all"),
        Query("", "bad", statistic="Sum", returned=False),
        Query("", "all", statistic="Sum", returned=False),
    )
    terms = Terms(ABOVE, 50, 60, 1, 1, "notBreaching")
    failing = {"bad": (Form(None, ((1, 1),)),), "all": (Form(None, ((1, 1),)),)}
    assert first_ring(Trial(queries, terms, False, False), failing, 60) == 1
    rare = {**failing, "all": (Form(None, ((1, 100),)),)}
    assert first_ring(Trial(queries, terms, False, False), rare, 60) is None
    strange = (Query("", "rate", "TIME_SERIES(bad)"), *queries[1:])
    with pytest.raises(ExpressionError):
        first_ring(Trial(strange, terms, False, False), failing, 60)
    through = (Query("", "out", "rate + 0"), Query("", "rate", "bad * 100", returned=False),
               *queries[1:])  # fmt: skip
    assert first_ring(Trial(through, terms, False, False), failing, 60) == 1


def test_what_rings_while_all_is_well_is_known() -> None:
    """At zero a threshold of zero is reached."""
    zero = (("m1", Form(None, ((0, 1),))),)
    assert rings_already(tried(threshold=0), zero)
    assert not rings_already(tried(), zero)


@pytest.mark.parametrize(
    "deaf",
    [
        {"alarmActions": []},
        {"actionsEnabled": False},
        {"threshold": 2},
        {"threshold": 0, "treatMissingData": "breaching"},
        {"evaluationPeriods": 2},
        {"datapointsToAlarm": 2},
        {"comparisonOperator": "LessThanThreshold"},
        {"statistic": "Minimum", "period": 60, "comparisonOperator": "LessThanThreshold"},
        {"thresholdMetricId": "band"},
        {"statistic": None, "extendedStatistic": "p200"},
        {"metricQueries": [{"id": "m", "expression": "1", "returnData": True}]},
        {"period": 7200},
    ],
)
def test_only_who_calls_in_time_hears(deaf: dict[str, Any]) -> None:
    """One event within the hour, and silence until then."""
    assert hears(alarm(**HEARD), 60, ONCE)
    assert not hears(alarm(**{**HEARD, **deaf}), 60, ONCE)
