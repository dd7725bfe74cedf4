"""Rules, their targets and schedules in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


@pytest.fixture
def function(emulator: Emulator) -> str:
    """The ARN of a function that nobody calls."""
    return f"arn:aws:lambda:{emulator.region}:{emulator.account_id}:function:sweep"


def test_a_rule_from_beginning_to_end(emulator: Emulator) -> None:
    """A rule changes its schedule and tags in place."""
    events = emulator.client("events")
    life = Life(
        emulator,
        aws.cloudwatch.EventRule,
        {
            "name": "life-minute",
            "description": "sweep",
            "scheduleExpression": "rate(1 minute)",
            "state": "DISABLED",
            "tags": {"a": "b"},
        },
    )
    life.becomes(scheduleExpression="rate(2 minutes)", description=None, tags={"a": "c"})
    assert not events.describe_rule(Name="life-minute").get("Description")
    change = {"Name": "life-minute", "State": "DISABLED"}
    life.drifts(
        lambda: events.put_rule(**change, ScheduleExpression="rate(1 hour)"), "scheduleExpression"
    )
    arn, tags = life.state["arn"], [{"Key": "by", "Value": "hand"}]
    life.drifts(lambda: events.tag_resource(ResourceARN=arn, Tags=tags), "tags")
    life.ends()


def test_a_target_from_beginning_to_end(
    make: Callable[..., Made], function: str, emulator: Emulator
) -> None:
    """A rule's target changes what it sends in place, beside the rule's other targets."""
    events = emulator.client("events")
    rule, _ = make(
        aws.cloudwatch.EventRule,
        name="life-target",
        scheduleExpression="rate(1 minute)",
        state="DISABLED",
    )
    make(aws.cloudwatch.EventTarget, rule=rule, arn=f"{function}-other")
    life = Life(
        emulator,
        aws.cloudwatch.EventTarget,
        {"rule": rule, "targetId": "sweep", "arn": function, "input": '{"a": 1}'},
    )
    life.becomes(input='{"a": 2}', retryPolicy={"maximumRetryAttempts": 1})
    life.becomes(arn=f"{function}-two", retryPolicy=None)
    target = {"Id": "sweep", "Arn": f"{function}-two", "Input": "{}"}
    life.drifts(lambda: events.put_targets(Rule=rule, Targets=[target]), "input")
    life.ends()
    assert len(events.list_targets_by_rule(Rule=rule)["Targets"]) == 1
    life.vanishes(lambda: events.delete_rule(Name=rule))
    life.ends()


def test_a_schedule_from_beginning_to_end(
    role_arn: Callable[[str], str], function: str, emulator: Emulator
) -> None:
    """A schedule changes its expression and its target in place."""
    scheduler = emulator.client("scheduler")
    target = {"arn": function, "roleArn": role_arn("schedule-role")}
    life = Life(
        emulator,
        aws.scheduler.Schedule,
        {
            "name": "life-schedule",
            "scheduleExpression": "rate(1 minute)",
            "state": "DISABLED",
            "flexibleTimeWindow": {"mode": "OFF"},
            "target": target,
        },
    )
    assert life.physical == "default/life-schedule"
    life.becomes(
        scheduleExpression="rate(2 minutes)",
        target={**target, "retryPolicy": {"maximumRetryAttempts": 1}},
    )
    by_hand = {
        "Name": "life-schedule",
        "ScheduleExpression": "rate(1 hour)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": function, "RoleArn": target["roleArn"]},
    }
    life.drifts(
        lambda: scheduler.update_schedule(**by_hand), "scheduleExpression", "state", "target"
    )
    life.ends()
