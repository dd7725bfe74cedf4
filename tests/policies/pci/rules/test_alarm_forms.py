"""Alarms that are wrong as they are written."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import METRIC_ALARM
from policy_proof.resources import resource
from tests.policies.case import but
from tests.policies.pci.rules.test_alarm_trials import ERRORS, says


def banded(**changes: Any) -> Declared:
    """An alarm whose threshold CloudWatch learns from its metric."""
    metric = {
        "namespace": "AWS/Lambda", "metricName": "Errors", "period": 300, "stat": "Sum",
        "dimensions": {"FunctionName": "pay"},
    }  # fmt: skip
    given: dict[str, Any] = {
        "id": "bad", "expression": "ANOMALY_DETECTION_BAND(share, 2)", "share": "FILL(bad, 0)",
        "band": "band", "evaluationPeriods": 2, **changes,
    }  # fmt: skip
    return resource(
        METRIC_ALARM,
        {
            "metricQueries": [
                {"id": "band", "expression": given["expression"]},
                {"id": "share", "expression": given["share"], "returnData": True},
                {"id": given["id"], "metric": metric},
            ],
            "thresholdMetricId": given["band"],
            "evaluationPeriods": given["evaluationPeriods"],
            "comparisonOperator": "GreaterThanUpperThreshold",
            "treatMissingData": "notBreaching",
            "alarmActions": ["topic"],
        },
        "alarm",
    )


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        pytest.param({}, [], id="as it should be"),
        pytest.param({"band": "no-such"}, ["thresholdMetricId"], id="no band"),
        pytest.param({"id": "good"}, ["metricQueries[1].expression"], id="a metric's id"),
        pytest.param({"share": "FILL(bat, 0)"}, ["metricQueries[1].expression"], id="misspelt"),
        pytest.param(
            {"expression": "ANOMALY_DETECTION_BAND(m1, 2)"},
            ["metricQueries[0].expression"],
            id="a band around nothing",
        ),
        pytest.param({"share": "bad +"}, [], id="not understood, so nobody's question here"),
        pytest.param({"evaluationPeriods": 2_017}, ["evaluationPeriods"], id="over a week"),
        pytest.param({"evaluationPeriods": 2_016}, [], id="a week"),
    ],
)
def test_of_a_learned_threshold_names_and_length_are_judged(
    changes: dict[str, Any], what: list[str]
) -> None:
    """What CloudWatch learns is its own; what it is to learn from is not."""
    assert says(banded(**changes)) == what


@pytest.mark.parametrize("path", ["evaluationPeriods", "datapointsToAlarm", "period"])
@pytest.mark.parametrize("value", [0, -1, None])
def test_what_nothing_can_be_evaluated_by_is_reported(path: str, value: int | None) -> None:
    """None of it, or less; a number of datapoints is all of them where it is not said."""
    found = says(but(ERRORS, **{path: value}))
    assert found == ([] if (path, value) == ("datapointsToAlarm", None) else [path])
