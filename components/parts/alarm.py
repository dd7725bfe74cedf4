"""An alarm on one metric, beside what it watches."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.outputs import StackDefaults
from runtime.contract.metrics import Said

_MINUTE_SECONDS = 60


@dataclass(frozen=True)
class Watch:
    """What is watched, and from when on it is too much or too little."""

    name: str
    """The alarm's name within the stack."""
    said: Said
    """What it tells whoever hears it."""
    namespace: str
    metric: str
    dimensions: Mapping[str, pulumi.Input[str]]
    statistic: str = "Sum"
    """A percentile too: `p99`."""
    threshold: float = 1
    comparison: str = "GreaterThanOrEqualToThreshold"
    period_seconds: int = _MINUTE_SECONDS
    periods: int = 1
    datapoints: int | None = None
    """So many of the periods must be bad; all, without it."""
    missing: str = "notBreaching"
    """What silence means; never undecided."""
    about: str = ""
    """The one that it is about, where several say the same."""


def description(defaults: StackDefaults, said: Said, about: str = "") -> str:
    """What an alarm says: how soon a person is needed, what happened, and where is said what to do.

    The policy pack's rule `alarm-says` holds the form.
    """
    what = f"{about}: {said.sentence}" if about else said.sentence
    return f"[{said.severity}] {what} Runbook: {defaults.settings.runbooks}{said.runbook}.md"


def alarm(
    parent: pulumi.ComponentResource, name: str, defaults: StackDefaults, watch: Watch
) -> None:
    """An alarm that tells the stack's topic when it rings and when it is over, below `parent`."""
    percentile = watch.statistic.startswith("p")
    aws.cloudwatch.MetricAlarm(
        f"{name}-alarm",
        name=defaults.context.name(watch.name),
        alarm_description=description(defaults, watch.said, watch.about),
        namespace=watch.namespace,
        metric_name=watch.metric,
        dimensions=watch.dimensions,
        statistic=None if percentile else watch.statistic,
        extended_statistic=watch.statistic if percentile else None,
        period=watch.period_seconds,
        evaluation_periods=watch.periods,
        datapoints_to_alarm=watch.datapoints,
        threshold=watch.threshold,
        comparison_operator=watch.comparison,
        treat_missing_data=watch.missing,
        actions_enabled=True,
        alarm_actions=[defaults.alarm_topic_arn],
        ok_actions=[defaults.alarm_topic_arn],
        tags=defaults.context.tags(),
        opts=pulumi.ResourceOptions(parent=parent),
    )
