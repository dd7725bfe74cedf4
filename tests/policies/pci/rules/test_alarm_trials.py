"""The rule that each alarm can ring."""

from itertools import product
from typing import Any, Final

import botocore.session
import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import FUNCTION, METRIC_ALARM, QUEUE
from policies.pci.rules.alarm_trials import ALARM_CAN_RING
from policy_proof.resources import resource
from runtime.contract.metrics import (
    RESTORE_DRILL_AGE_DAYS,
    SECRET_AGE_DAYS,
    UNFINISHED_SECONDS,
    Metric,
)
from tests.policies.case import blamed, but, said

CLOUDWATCH = botocore.session.get_session().get_service_model("cloudwatch")
STATISTICS: Final = CLOUDWATCH.shape_for("Statistic").metadata["enum"]
OPERATORS: Final = CLOUDWATCH.shape_for("ComparisonOperator").metadata["enum"]
FUNC: Final = resource(
    FUNCTION,
    {
        "name": "pay",
        "timeout": 30,
        "environment": {"variables": {"POWERTOOLS_METRICS_NAMESPACE": "Tillstack"}},
    },
    "pay",
)
JOBS: Final = resource(QUEUE, {"name": "jobs", "messageRetentionSeconds": 345_600}, "jobs")
ERRORS: Final = resource(
    METRIC_ALARM,
    {
        "namespace": "AWS/Lambda",
        "metricName": "Errors",
        "dimensions": {"FunctionName": "pay"},
        "statistic": "Sum",
        "period": 60,
        "evaluationPeriods": 1,
        "threshold": 1,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "treatMissingData": "notBreaching",
        "alarmActions": ["topic"],
    },
    "alarm",
)
AGE: Final = but(
    ERRORS,
    namespace="AWS/SQS",
    metricName="ApproximateAgeOfOldestMessage",
    dimensions={"QueueName": "jobs"},
    statistic="Maximum",
    threshold=900,
)
REVIEW: Final = but(ERRORS, namespace="Tillstack", metricName="RequiresReview", dimensions={})
SILENT: Final = but(
    ERRORS,
    metricName="Invocations",
    comparisonOperator="LessThanThreshold",
    treatMissingData="breaching",
    period=3600,
    evaluationPeriods=26,
)


def says(one: Declared, **config: Any) -> list[str]:
    """The places that are wrong with it."""
    found = said(ALARM_CAN_RING, one, FUNC, JOBS, config=config)
    return [each[2].partition(":")[0] for each in found]


@pytest.mark.parametrize("fine", [ERRORS, AGE, REVIEW, SILENT])
def test_an_alarm_that_rings_in_time_is_fine(fine: Declared) -> None:
    """Failures, an age, a count of our own, and the silence of what runs daily."""
    assert says(fine) == []


@pytest.mark.parametrize(
    ("one", "wrong", "place"),
    [
        (ERRORS, {"threshold": 1000}, "threshold"),
        (ERRORS, {"threshold": None}, "threshold"),
        (ERRORS, {"extendedStatistic": "p99"}, "extendedStatistic"),
        (ERRORS, {"threshold": 2, "statistic": "Average"}, "threshold"),
        (ERRORS, {"threshold": 0}, "threshold"),
        (ERRORS, {"threshold": -1}, "threshold"),
        (ERRORS, {"evaluationPeriods": 61}, "evaluationPeriods"),
        (ERRORS, {"period": 21_600}, "evaluationPeriods"),
        (ERRORS, {"datapointsToAlarm": 2}, "evaluationPeriods"),
        (ERRORS, {"comparisonOperator": "Above"}, "comparisonOperator"),
        (ERRORS, {"statistic": "Median"}, "threshold"),
        (ERRORS, {"statistic": None, "extendedStatistic": "p99", "threshold": 1,
                  "evaluateLowSampleCountPercentiles": "ignore"}, "threshold"),
        (ERRORS, {"metricName": "Duration", "statistic": "Maximum", "threshold": 30_001},
         "threshold"),
        (AGE, {"threshold": 3601}, "threshold"),
        (AGE, {"threshold": 345_601}, "threshold"),
        (AGE, {"threshold": 3000, "evaluationPeriods": 20}, "evaluationPeriods"),
        (REVIEW, {"threshold": 2}, "threshold"),
        (REVIEW, {"evaluationPeriods": 2}, "evaluationPeriods"),
        (REVIEW, {"evaluationPeriods": 5, "datapointsToAlarm": 3}, "evaluationPeriods"),
        (REVIEW, {"comparisonOperator": "LessThanThreshold", "treatMissingData": "breaching"},
         "threshold"),
        (SILENT, {"evaluationPeriods": 48}, "evaluationPeriods"),
        (SILENT, {"treatMissingData": "notBreaching", "threshold": 0}, "threshold"),
    ],
)  # fmt: skip
def test_an_alarm_that_can_not_ring_in_time_says_why(
    one: Declared, wrong: dict[str, Any], place: str
) -> None:
    """A threshold out of reach or always passed, and more periods than the event lasts."""
    assert says(but(one, **wrong)) == [place]


@pytest.mark.parametrize(("operator", "statistic"), [*product(OPERATORS, STATISTICS)])
def test_failures_are_heard_by_whoever_looks_up(operator: str, statistic: str) -> None:
    """Whatever the statistic of CloudWatch's, but the number of calls, which is no failure.

    And but the lowest, which one call makes 0 that goes well.
    What looks for fewer than one rings where nothing fails; a count of calls never falls to it.
    """
    found = says(but(ERRORS, comparisonOperator=operator, statistic=statistic, threshold=0.5))
    if "Upper" in operator or "Lower" in operator:
        # These compare with a band, and there is none.
        assert found == ["comparisonOperator"]
    else:
        hidden = statistic == "Minimum" and operator.startswith("Greater")
        wrong = "threshold" if statistic == "SampleCount" else "statistic" if hidden else ""
        assert found == [wrong] * bool(wrong)


@pytest.mark.parametrize("operator", ["LessThanThreshold", "LessThanOrEqualToThreshold"])
def test_a_young_message_is_no_news(operator: str) -> None:
    """While all is well nothing waits, so it would ring already."""
    assert says(but(AGE, comparisonOperator=operator)) == ["threshold"]


def test_one_mistake_hides_no_other() -> None:
    """Of counts, of names and of terms each is said, whatever else is wrong."""
    one = but(ERRORS, period=0, metricName="Mistakes", comparisonOperator="Above", threshold=None)
    assert {*says(one)} == {"period", "metricName", "comparisonOperator", "threshold"}


def test_no_message_is_older_than_its_queue_keeps_it() -> None:
    """An age beyond the retention is never measured."""
    for seconds, wrong in ((901, []), (899, ["alarm"])):
        queue = but(JOBS, messageRetentionSeconds=seconds)
        assert blamed(ALARM_CAN_RING, AGE, FUNC, queue) == wrong


def test_a_dead_hour_is_a_setting() -> None:
    """So is how much fails, and how long silence may last."""
    assert says(but(AGE, threshold=3600), withinMinutes=120) == []
    assert says(but(ERRORS, threshold=50), failuresPerMinute=60) == []
    assert says(but(SILENT, evaluationPeriods=40), silenceMinutes=72 * 60) == []


def test_math_is_judged_by_its_metrics() -> None:
    """A rate rings; one of a metric that nobody sends does not; what is not understood is left."""

    def rate(expression: str, metric: str = "Errors", threshold: float = 5) -> Declared:
        def of(name: str) -> dict[str, Any]:
            return {
                "metricName": name,
                "namespace": "AWS/Lambda",
                "period": 60,
                "stat": "Sum",
                "dimensions": {"FunctionName": "pay"},
            }

        return resource(
            METRIC_ALARM,
            {
                "metricQueries": [
                    {"id": "rate", "expression": expression, "returnData": True},
                    {"id": "bad", "metric": of(metric)},
                    {"id": "all", "metric": of("Invocations")},
                ],
                "evaluationPeriods": 2,
                "threshold": threshold,
                "comparisonOperator": "GreaterThanThreshold",
                "treatMissingData": "notBreaching",
            },
            "alarm",
        )

    few = "100 * bad / (all - all + 1)"
    assert says(rate(few)) == []
    assert says(rate(few, threshold=100)) == ["threshold"]
    assert says(rate(few, metric="Error")) == ["metricQueries[1].metric.metricName"]
    assert says(rate("RATE(bad)")) == []


@pytest.mark.parametrize("less", ["LessThanThreshold", "LessThanOrEqualToThreshold"])
def test_a_young_payment_is_no_news(less: str) -> None:
    """Nothing is told of payments that are young, so it would ring only for those that are old."""
    old = but(
        ERRORS, namespace="Tillstack", metricName=UNFINISHED_SECONDS, statistic="Maximum",
        dimensions={}, threshold=3600,
    )  # fmt: skip
    assert says(old) == []
    assert says(but(old, comparisonOperator=less)) == ["comparisonOperator"]


def test_one_fast_call_hides_no_slow_one() -> None:
    """Of how long calls take the Minimum says that all of them are slow."""
    slow = but(ERRORS, metricName="Duration", statistic="Maximum", threshold=20_000)
    assert says(slow) == []
    assert says(but(slow, statistic="Minimum")) == ["statistic"]


def test_what_our_functions_count_is_listed() -> None:
    """The rule's own list is what the program counts, name by name."""
    own = ALARM_CAN_RING.config["own"]["Tillstack"]
    assert sorted((*own["counts"], *own["traffic"])) == sorted(Metric)
    assert own["levels"] == [RESTORE_DRILL_AGE_DAYS, SECRET_AGE_DAYS, UNFINISHED_SECONDS]


def test_a_part_of_a_composite_alarm_may_look_back_for_long() -> None:
    """It calls nobody itself; an alarm that does has an hour."""
    day = but(ERRORS, period=86_400)
    assert says(day) == ["evaluationPeriods"]
    assert says(but(day, alarmActions=None)) == []


def test_no_number_is_too_large_to_be_judged() -> None:
    """CloudWatch looks back seven days at most, so a history is never made for longer."""
    endless = but(ERRORS, alarmActions=None, evaluationPeriods=1_000_000_000)
    assert says(endless) == ["evaluationPeriods"]
    assert says(but(endless, evaluationPeriods=1, period=1_000_000_000)) == ["threshold"]


def test_a_share_of_slow_calls_is_tried_with_slow_ones() -> None:
    """`PR(2000:)` counts values above 2,000, whatever the share is compared with."""
    slow = but(ERRORS, metricName="Duration", statistic=None, extendedStatistic="PR(2000:)")
    assert says(slow) == []
    assert says(but(slow, extendedStatistic="PR(31000:)")) == ["threshold"]
