"""A function that a rule of EventBridge calls again and again."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.parts.alarm import Watch, alarm
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from runtime.contract.metrics import Said


@dataclass(frozen=True)
class Schedule:
    """When, what becomes of a run that was late or failed, and when somebody is told of none."""

    name: str
    """The rule's name within the stack."""
    description: str
    expression: str
    """EventBridge's `rate(…)` or `cron(…)`, the latter in UTC."""
    late_seconds: int
    """A call that could not be made for so long is not made any more."""
    retries: int
    silence: str
    """The alarm's name within the stack."""
    silence_says: Said
    silent_period_seconds: int
    silent_periods: int
    """So many periods without a run are too many."""


def scheduled_function(
    parent: pulumi.ComponentResource, name: str, args: PackagedFunctionArgs, schedule: Schedule
) -> PackagedFunction:
    """A function that is called as `schedule` says; all resources are children of `parent`."""
    child = pulumi.ResourceOptions(parent=parent)
    context = args.defaults.context
    function = PackagedFunction(f"{name}-{args.handler.replace('_', '-')}", args, opts=child)
    aws.lambda_.FunctionEventInvokeConfig(
        f"{name}-retry" if schedule.retries else f"{name}-no-retry",
        function_name=function.service,
        qualifier=function.alias,
        maximum_event_age_in_seconds=schedule.late_seconds,
        maximum_retry_attempts=schedule.retries,
        opts=child,
    )
    rule = aws.cloudwatch.EventRule(
        f"{name}-rule",
        name=context.name(schedule.name),
        description=schedule.description,
        schedule_expression=schedule.expression,
        tags=context.tags(),
        opts=child,
    )
    permission = aws.lambda_.Permission(
        f"{name}-permission",
        action="lambda:InvokeFunction",
        function=function.service,
        qualifier=function.alias,
        principal="events.amazonaws.com",
        source_account=context.account,
        source_arn=rule.arn,
        opts=child,
    )
    aws.cloudwatch.EventTarget(
        f"{name}-target",
        rule=rule.name,
        arn=function.live_arn,
        retry_policy={
            "maximum_event_age_in_seconds": schedule.late_seconds,
            "maximum_retry_attempts": schedule.retries,
        },
        # A rule that fires before it may invoke loses that call.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[permission]),
    )
    _silence(parent, name, args, function, schedule)
    return function


def _silence(
    parent: pulumi.ComponentResource,
    name: str,
    args: PackagedFunctionArgs,
    function: PackagedFunction,
    schedule: Schedule,
) -> None:
    """What must happen and does not has no metric: missing invocations are the alarm."""
    watch = Watch(
        schedule.silence,
        schedule.silence_says,
        "AWS/Lambda",
        "Invocations",
        {"FunctionName": function.service},
        comparison="LessThanThreshold",
        period_seconds=schedule.silent_period_seconds,
        periods=schedule.silent_periods,
        missing="breaching",
    )
    alarm(parent, f"{name}-silent", args.defaults, watch)
