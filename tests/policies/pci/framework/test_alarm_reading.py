"""What is read of a metric alarm."""

from typing import Any

import pytest
from pulumi_policy import StackValidationArgs, StackValidationPolicy

from local.policy_check.analyzer import Analyzer
from policies.pci.framework.alarm_reading import READ, Trial, trial
from policies.pci.framework.resource import Resource, Stack
from policies.pci.framework.tokens import METRIC_ALARM
from policies.pci.framework.values import UNKNOWN as NOT_KNOWN
from policies.pci.framework.values import UndecidedError
from policy_proof.resources import UNKNOWN, resource
from policy_proof.settings import PINNED

SIMPLE = {
    "namespace": "AWS/SQS",
    "metricName": "NumberOfMessagesSent",
    "dimensions": {"QueueName": "jobs"},
    "statistic": "Sum",
    "period": 300,
    "evaluationPeriods": 3,
    "threshold": 1,
    "comparisonOperator": "GreaterThanThreshold",
}


def alarm(**inputs: Any) -> Resource:
    """A metric alarm as a rule sees it."""
    seen: list[Resource] = []

    def keep(args: StackValidationArgs, _report: Any) -> None:
        seen.extend(Stack(args).resources)

    policy = StackValidationPolicy("keeps", "Keeps.", keep)
    Analyzer([policy], {}, PINNED).judge([resource(METRIC_ALARM, inputs)])
    return seen[0]


def read(**inputs: Any) -> Trial:
    """What is read of it."""
    return trial(alarm(**inputs))


def test_a_simple_alarm_is_one_metric() -> None:
    """With its terms; M is N, and silence is missing, where nothing is said."""
    found = read(**SIMPLE)
    (query,) = found.measured
    assert (query.namespace, query.metric, query.statistic) == (
        "AWS/SQS", "NumberOfMessagesSent", "Sum",
    )  # fmt: skip
    assert query.dimensions == (("QueueName", "jobs"),)
    assert (found.terms.period, found.terms.periods, found.terms.datapoints) == (300, 3, 3)
    assert found.terms.missing == "missing"
    assert not found.needed
    assert not found.learned


def test_a_percentile_stands_in_a_property_of_its_own() -> None:
    """And may leave out what has too few samples."""
    found = read(
        **{**SIMPLE, "statistic": None},
        extendedStatistic="p99",
        evaluateLowSampleCountPercentiles="ignore",
    )
    assert found.queries[0].statistic == "p99"
    assert found.needed


def test_metric_math_is_several_queries() -> None:
    """One of them is returned, and the longest period counts."""
    metric = {"metricName": "Errors", "namespace": "AWS/Lambda", "period": 60, "stat": "Sum"}
    found = read(
        metricQueries=[
            {"id": "rate", "expression": "100 * bad", "returnData": True},
            {"id": "bad", "metric": {**metric, "period": 300}},
        ],
        threshold=1,
        evaluationPeriods=2,
        comparisonOperator="GreaterThanThreshold",
    )
    assert [each.returned for each in found.queries] == [True, False]
    assert [each.name for each in found.measured] == ["bad"]
    assert found.measured[0].at == "metricQueries[1].metric."
    assert found.terms.period == 300


def test_an_alarm_on_a_table_ignores_silence() -> None:
    """Whatever it says: so PutMetricAlarm's page."""
    found = read(**{**SIMPLE, "namespace": "AWS/DynamoDB"}, treatMissingData="breaching")
    assert found.terms.missing == "ignore"


def test_a_band_is_learned() -> None:
    """Its threshold is another query."""
    assert read(**SIMPLE, thresholdMetricId="band").learned


@pytest.mark.parametrize("prop", sorted({*READ} - {"dimensions", "extendedStatistic"}))
def test_what_is_unknown_leaves_no_verdict(prop: str) -> None:
    """A dimension alone may be: its edge says whose it is."""
    with pytest.raises(UndecidedError):
        read(**{**SIMPLE, prop: UNKNOWN})
    known = read(**{**SIMPLE, "dimensions": {"QueueName": UNKNOWN}}).queries[0]
    assert known.dimensions == (("QueueName", NOT_KNOWN),)
