"""A function that a rule of EventBridge calls again and again."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.parts.function import PackagedFunction


@dataclass(frozen=True)
class Schedule:
    """When, and what becomes of a run that was late or failed."""

    name: str
    """The rule's name within the stack."""
    description: str
    expression: str
    """EventBridge's `rate(…)` or `cron(…)`, the latter in UTC."""
    late_seconds: int
    """A call that could not be made for so long is not made any more."""
    retries: int


def call_on(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    function: PackagedFunction,
    schedule: Schedule,
) -> None:
    """Let `function` be called as `schedule` says; the resources are children of `parent`."""
    child = pulumi.ResourceOptions(parent=parent)
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
