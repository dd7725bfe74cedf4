"""Alarms come into the states that CloudWatch's documentation says."""

from typing import Final

import pytest

from local.alarms.declared import Composite
from local.alarms.evaluator import Change, Evaluator
from local.alarms.series import MINUTE, Series, key
from policies.pci.framework.alarm_states import State
from tests.local.alarms.cases import METRIC, START, one, played

KEPT: Final = "kept"
TREATMENTS: Final = ("missing", "ignore", "breaching", "notBreaching")
SIGNS: Final = {"0": 0.0, "X": 1.0, "-": None}


@pytest.mark.parametrize(
    ("datapoints", "row", "states"),
    [
        # Amazon CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data",
        # both tables of "How alarm state is evaluated when data is missing".
        (3, "0 - X - X", ("OK", "OK", "OK", "OK")),
        (3, "0 - - - -", ("OK", "OK", "OK", "OK")),
        (3, "- - - - -", ("INSUFFICIENT_DATA", KEPT, "ALARM", "OK")),
        (3, "0 X X - X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        (3, "- - X - -", ("ALARM", KEPT, "ALARM", "OK")),
        (2, "0 - X - X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        (2, "0 0 X 0 X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        (2, "0 - X - -", ("OK", "OK", "ALARM", "OK")),
        (2, "- - - - 0", ("OK", "OK", "ALARM", "OK")),
        (2, "- - - X -", ("ALARM", KEPT, "ALARM", "OK")),
    ],
)
@pytest.mark.parametrize("before", list(State))
def test_a_series_with_gaps_ends_as_the_documentation_says(
    datapoints: int, row: str, states: tuple[str, ...], before: State
) -> None:
    """From samples to states, over three periods and the two that CloudWatch looks at besides."""
    for missing, state in zip(TREATMENTS, states, strict=True):
        alarm = one(evaluationPeriods=3, datapointsToAlarm=datapoints, treatMissingData=missing)
        series = Series()
        for minute, sign in enumerate(row.split()):
            if (value := SIGNS[sign]) is not None:
                series.put(METRIC, START + minute * MINUTE, value)
        found = Evaluator([alarm], series, START + 4 * MINUTE)
        found.states["it"] = before
        found.advance(START + 5 * MINUTE)
        assert found.states["it"] == (before if state == KEPT else state), missing


def test_an_alarm_rings_once_and_recovers() -> None:
    """Each change with its time; what stays as it is, is none."""
    found = played([one()], [0, 0, 5, 5, 0, 0])
    assert found.changes == [
        Change(START + 3 * MINUTE, "it", State.ALARM),
        Change(START + 5 * MINUTE, "it", State.OK),
    ]


def test_the_window_slides() -> None:
    """Five minutes are any five minutes, not those of the clock."""
    found = played([one(statistic="Sum", period=300, threshold=3)], [0, 0, 0, 2, 2, 0, 0, 0, 0, 0])
    assert [each.at - START for each in found.changes] == [5 * MINUTE, 9 * MINUTE]


def test_an_alarm_on_dynamodb_ignores_missing_data() -> None:
    """Whatever it says (PutMetricAlarm): it stays as it was."""
    throttled = key("AWS/DynamoDB", "ThrottledRequests", {"TableName": "payments"})
    alarm = one(namespace="AWS/DynamoDB", metricName="ThrottledRequests",
                dimensions={"TableName": "payments"})  # fmt: skip
    found = played([alarm], [1, *[None] * 9], throttled)
    assert found.states["it"] is State.ALARM


def test_too_few_samples_for_a_percentile_are_left_out_where_it_says_so() -> None:
    """`evaluateLowSampleCountPercentiles: ignore`: of p99 ten over one percent are needed."""
    rings = one(statistic=None, extendedStatistic="p99", threshold=2_000)
    waits = one(statistic=None, extendedStatistic="p99", threshold=2_000,
                evaluateLowSampleCountPercentiles="ignore")  # fmt: skip
    for many, alarm, state in (
        (10, rings, State.ALARM),
        (10, waits, State.OK),
        (1_000, waits, State.ALARM),
    ):
        series = Series()
        series.put(METRIC, START, 3_000, many)
        found = Evaluator([alarm], series, START)
        found.advance(START + MINUTE)
        assert found.states["it"] is state


def test_metric_math_is_computed_from_each_period() -> None:
    """A rate of two metrics; a period without either has no value."""
    query = {"namespace": "Made", "period": MINUTE, "stat": "Sum"}
    alarm = one(
        threshold=0.5,
        metricQueries=[
            {"id": "bad", "metric": {**query, "metricName": "Bad"}},
            {"id": "all", "metric": {**query, "metricName": "All"}},
            {"id": "rate", "expression": "IF(all > 3, bad / all, 0)", "returnData": True},
        ],
    )
    series = Series()
    for minute, (bad, every) in enumerate([(1, 1), (2, 4), (3, 4)]):
        series.put(key("Made", "Bad"), START + minute * MINUTE, 1, bad)
        series.put(key("Made", "All"), START + minute * MINUTE, 1, every)
    found = Evaluator([alarm], series, START)
    found.advance(START + 3 * MINUTE)
    assert found.changes == [Change(START + 3 * MINUTE, "it", State.ALARM)]
    assert found.datapoint(alarm, START // MINUTE + 3) == 0.75
    assert found.datapoint(alarm, START // MINUTE + 4) is None


def test_a_composite_alarm_follows_its_parts() -> None:
    """In the same minute, once for two that ring together."""
    both = Composite("both", "", 'ALARM("it") AND NOT OK("other")')
    found = played([one(), one(name="other", threshold=3), both], [0, 2, 5, 5, 2, 0, 0, 0])
    assert [each.at - START for each in found.changes if each.alarm == "both"] == [
        3 * MINUTE,
        5 * MINUTE,
    ]


def test_a_band_is_learned_from_two_weeks() -> None:
    """The same value is normal at noon and not at night; of a new metric nothing is known."""
    band = one(
        comparisonOperator="LessThanLowerThreshold",
        thresholdMetricId="band",
        metricQueries=[
            {
                "id": "m1",
                "metric": {**_place(), "period": 3600, "stat": "Sum"},
                "returnData": True,
            },
            {"id": "band", "expression": "ANOMALY_DETECTION_BAND(m1, 3)", "returnData": True},
        ],
    )
    day = [100 + hour % 3 if 8 <= hour < 20 else 10 + hour % 3 for hour in range(24)]
    for hour, state in ((3, State.OK), (12, State.ALARM)):
        series = Series()
        for index in range(24 * 15):
            value = day[index % 24] if index != 24 * 14 + hour else 11
            series.put(METRIC, START + index * 3600, value)
        end = START + (24 * 14 + hour + 1) * 3600
        found = Evaluator([band], series, end - MINUTE)
        found.advance(end)
        assert found.states["it"] is state
    new = Evaluator([band], Series(), START)
    new.advance(START + MINUTE)
    assert new.states["it"] is State.OK


def _place() -> dict[str, object]:
    return {
        "namespace": METRIC.namespace,
        "metricName": METRIC.metric,
        "dimensions": dict(METRIC.dimensions),
    }
