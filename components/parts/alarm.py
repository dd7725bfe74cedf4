"""An alarm on one metric, beside what it watches."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.outputs import StackDefaults

_MINUTE_SECONDS = 60


@dataclass(frozen=True)
class Watch:
    """What is watched, and from when on it is too much or too little."""

    name: str
    """The alarm's name within the stack."""
    description: str
    namespace: str
    metric: str
    dimensions: Mapping[str, pulumi.Input[str]]
    statistic: str = "Sum"
    threshold: int = 1
    comparison: str = "GreaterThanOrEqualToThreshold"
    period_seconds: int = _MINUTE_SECONDS
    periods: int = 1
    missing: str = "notBreaching"
    """What silence means; never undecided."""


def alarm(
    parent: pulumi.ComponentResource, name: str, defaults: StackDefaults, watch: Watch
) -> None:
    """An alarm that tells the stack's topic when it rings and when it is over, below `parent`."""
    aws.cloudwatch.MetricAlarm(
        f"{name}-alarm",
        name=defaults.context.name(watch.name),
        alarm_description=watch.description,
        namespace=watch.namespace,
        metric_name=watch.metric,
        dimensions=watch.dimensions,
        statistic=watch.statistic,
        period=watch.period_seconds,
        evaluation_periods=watch.periods,
        threshold=watch.threshold,
        comparison_operator=watch.comparison,
        treat_missing_data=watch.missing,
        actions_enabled=True,
        alarm_actions=[defaults.alarm_topic_arn],
        ok_actions=[defaults.alarm_topic_arn],
        tags=defaults.context.tags(),
        opts=pulumi.ResourceOptions(parent=parent),
    )
