"""Alarms on other alarms, in the emulator."""

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import ResourceError, create
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator

TOKEN = "aws:cloudwatch/compositeAlarm:CompositeAlarm"


def parts(emulator: Emulator, *names: str) -> None:
    """Alarms that a rule may name."""
    for name in names:
        emulator.client("cloudwatch").put_metric_alarm(
            AlarmName=name,
            Namespace="AWS/SQS",
            MetricName="ApproximateAgeOfOldestMessage",
            Statistic="Maximum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=0,
            ComparisonOperator="GreaterThanThreshold",
        )


def test_a_rule_about_an_alarm_that_is_not_there_is_refused(emulator: Emulator) -> None:
    """So a composite alarm is made after its parts."""
    with pytest.raises(ResourceError, match="do not exist"):
        create(TOKEN, {"alarmName": "early", "alarmRule": 'ALARM("nobody")'}, emulator)


def test_a_composite_alarm_from_beginning_to_end(emulator: Emulator) -> None:
    """Its rule, text, actions and tags change in place and are told."""
    cloudwatch = emulator.client("cloudwatch")
    topic = f"arn:aws:sns:{emulator.region}:{emulator.account_id}:alarms"
    parts(emulator, "part-fast", "part-slow")
    inputs = {
        "alarmName": "life-composite",
        "alarmRule": 'ALARM("part-fast")',
        "alarmDescription": "Both.",
        "actionsEnabled": True,
        "alarmActions": [topic],
        "okActions": [topic],
        "tags": {"a": "b"},
    }
    life = Life(emulator, aws.cloudwatch.CompositeAlarm, inputs)
    life.becomes(alarmRule='ALARM("part-fast") AND ALARM("part-slow")', tags={"c": "d"})
    life.becomes(okActions=None, alarmDescription="Either.")
    by_hand = {
        "AlarmName": "life-composite",
        "AlarmRule": 'OK("part-slow")',
        "AlarmDescription": "Either.",
        "ActionsEnabled": True,
    }
    life.drifts(lambda: cloudwatch.put_composite_alarm(**by_hand), "alarmRule", "alarmActions")
    life.ends()
