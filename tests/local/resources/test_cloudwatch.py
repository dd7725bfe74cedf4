"""Alarms in the emulator."""

from collections.abc import Callable
from typing import Any

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from local.resources._cloudwatch import live_query, metric_query
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def alarm_of(emulator: Emulator, name: str) -> dict[str, object]:
    """An alarm as CloudWatch has it."""
    found = emulator.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    return dict(found[0])


def test_an_alarm_on_a_metric(make: Callable[..., Made], emulator: Emulator) -> None:
    """Namespace, metric, dimensions, threshold and actions are the declared ones."""
    topic = f"arn:aws:sns:{emulator.region}:{emulator.account_id}:alarms"
    name, outputs = make(
        aws.cloudwatch.MetricAlarm,
        name="dead-letters",
        namespace="AWS/SQS",
        metricName="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": "dead"},
        statistic="Maximum",
        period=60,
        evaluationPeriods=1,
        threshold=0,
        comparisonOperator="GreaterThanThreshold",
        treatMissingData="notBreaching",
        alarmActions=[topic],
        okActions=[topic],
        tags={"a": "b"},
    )
    found = alarm_of(emulator, name)
    assert found["AlarmArn"] == outputs["arn"]
    assert found["Dimensions"] == [{"Name": "QueueName", "Value": "dead"}]
    assert (found["AlarmActions"], found["OKActions"]) == ([topic], [topic])


def test_an_alarm_on_an_expression(make: Callable[..., Made]) -> None:
    """A metric of an expression keeps its statistic, period and dimensions."""
    metric: dict[str, Any] = {
        "namespace": "AWS/ApiGateway",
        "metricName": "5XXError",
        "dimensions": {"ApiName": "payments"},
        "period": 60,
        "stat": "Sum",
    }
    queries: list[dict[str, Any]] = [
        {"id": "e", "metric": metric},
        {"id": "r", "expression": "e * 2", "label": "rate", "returnData": True},
    ]
    assert metric_query(queries[0]) == {
        "Id": "e",
        "MetricStat": {
            "Period": 60,
            "Stat": "Sum",
            "Metric": {
                "Namespace": "AWS/ApiGateway",
                "MetricName": "5XXError",
                "Dimensions": [{"Name": "ApiName", "Value": "payments"}],
            },
        },
    }
    name, _ = make(
        aws.cloudwatch.MetricAlarm,
        name="errors",
        comparisonOperator="GreaterThanThreshold",
        evaluationPeriods=1,
        threshold=1,
        metricQueries=queries,
    )
    assert name == "errors"


def test_an_alarm_from_beginning_to_end(emulator: Emulator) -> None:
    """An alarm changes threshold, actions and tags in place and tells them."""
    cloudwatch = emulator.client("cloudwatch")
    topic = f"arn:aws:sns:{emulator.region}:{emulator.account_id}:alarms"
    inputs = {
        "name": "life-alarm",
        "namespace": "AWS/SQS",
        "metricName": "ApproximateNumberOfMessagesVisible",
        "dimensions": {"QueueName": "dead"},
        "statistic": "Maximum",
        "period": 60,
        "evaluationPeriods": 1,
        "threshold": 0,
        "comparisonOperator": "GreaterThanThreshold",
        "treatMissingData": "notBreaching",
        "alarmActions": [topic],
        "okActions": [topic],
        "tags": {"a": "b"},
    }
    life = Life(emulator, aws.cloudwatch.MetricAlarm, inputs)
    life.becomes(threshold=5, evaluationPeriods=3, datapointsToAlarm=2)
    life.becomes(okActions=None, dimensions={"QueueName": "other"}, tags={"c": "d"})
    by_hand = {
        "AlarmName": "life-alarm",
        "Namespace": "AWS/SQS",
        "MetricName": inputs["metricName"],
        "Dimensions": [{"Name": "QueueName", "Value": "other"}],
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 3,
        "DatapointsToAlarm": 2,
        "Threshold": 9,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    life.drifts(lambda: cloudwatch.put_metric_alarm(**by_hand), "threshold", "alarmActions")
    arn, tags = life.state["arn"], [{"Key": "by", "Value": "hand"}]
    life.drifts(lambda: cloudwatch.tag_resource(ResourceARN=arn, Tags=tags), "tags")
    life.ends()


def test_an_alarm_on_an_expression_from_beginning_to_end(emulator: Emulator) -> None:
    """An expression is sent again as a whole; this emulator does not tell it back."""
    queries = [{"id": "r", "expression": "RATE(e)", "returnData": True}]
    life = Life(
        emulator,
        aws.cloudwatch.MetricAlarm,
        {
            "name": "life-expression",
            "comparisonOperator": "GreaterThanThreshold",
            "evaluationPeriods": 1,
            "threshold": 1,
            "metricQueries": queries,
        },
        untold=frozenset({"metricQueries"}),
    )
    life.becomes(metricQueries=[{**queries[0], "label": "rate"}], threshold=2)
    life.ends()


def test_an_expression_is_told_as_it_is_written() -> None:
    """What the API says of a metric in an expression is what the program says."""
    query: dict[str, Any] = {
        "id": "e",
        "metric": {
            "namespace": "AWS/ApiGateway",
            "metricName": "5XXError",
            "dimensions": {"ApiName": "payments"},
            "period": 60,
            "stat": "Sum",
        },
    }
    assert live_query(metric_query(query)) == query
