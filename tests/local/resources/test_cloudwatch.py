"""Alarms, rules and schedules in the emulator."""

from collections.abc import Callable
from typing import Any

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made
from local.resources._cloudwatch import metric_query

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


def test_a_rule_with_its_target(make: Callable[..., Made], emulator: Emulator) -> None:
    """A rule on a schedule calls its target."""
    rule, outputs = make(
        aws.cloudwatch.EventRule,
        name="minute",
        scheduleExpression="rate(1 minute)",
        state="DISABLED",
    )
    target = f"arn:aws:lambda:{emulator.region}:{emulator.account_id}:function:sweep"
    make(aws.cloudwatch.EventTarget, rule=rule, targetId="sweep", arn=target)
    events = emulator.client("events")
    assert events.describe_rule(Name=rule)["Arn"] == outputs["arn"]
    assert events.list_targets_by_rule(Rule=rule)["Targets"][0]["Arn"] == target


def test_a_schedule(
    make: Callable[..., Made], role_arn: Callable[[str], str], emulator: Emulator
) -> None:
    """A scheduler schedule keeps its expression and target."""
    target = f"arn:aws:lambda:{emulator.region}:{emulator.account_id}:function:sweep"
    physical, outputs = make(
        aws.scheduler.Schedule,
        name="minute",
        scheduleExpression="rate(1 minute)",
        state="DISABLED",
        flexibleTimeWindow={"mode": "OFF"},
        target={"arn": target, "roleArn": role_arn("schedule-role")},
    )
    found = emulator.client("scheduler").get_schedule(Name="minute")
    assert (physical, outputs["arn"]) == ("default/minute", found["Arn"])
    assert found["Target"]["Arn"] == target
