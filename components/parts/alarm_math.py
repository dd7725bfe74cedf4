"""An alarm on what an expression makes of several metrics, and one on other alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.lib.outputs import StackDefaults
from components.parts.alarm import description
from runtime.contract.metrics import Said


@dataclass(frozen=True)
class Measured:
    """One metric and its statistic, by the id that an expression calls it."""

    id: str
    namespace: str
    metric: str
    dimensions: Mapping[str, str]
    statistic: str = "Sum"


@dataclass(frozen=True)
class MathWatch:
    """What is watched, and from when on it is too much or too little."""

    name: str
    """The alarm's name within the stack."""
    said: Said
    measures: Sequence[Measured]
    expression: str
    comparison: str
    threshold: float | None = None
    """None: what is normal is learned from the metrics."""
    band: float = 0
    """So many standard deviations around what is normal are normal too."""
    period_seconds: int = 60
    periods: int = 1
    missing: str = "notBreaching"
    part: bool = False
    """Whether it tells nobody itself: a composite alarm does."""


@dataclass(frozen=True)
class CompositeWatch:
    """What rings when all alarms of one of the pairs do."""

    name: str
    """The alarm's name within the stack."""
    said: Said
    pairs: Sequence[Sequence[str]]
    """Names within the stack."""


def math_alarm(
    parent: pulumi.ComponentResource, name: str, defaults: StackDefaults, watch: MathWatch
) -> aws.cloudwatch.MetricAlarm:
    """An alarm on an expression, below `parent`; as a part of another one it has no action."""
    learned = watch.threshold is None
    actions = None if watch.part else [defaults.alarm_topic_arn]
    return aws.cloudwatch.MetricAlarm(
        f"{name}-{watch.name}-alarm",
        name=defaults.context.name(watch.name),
        alarm_description=description(defaults, watch.said),
        metric_queries=[*(_query(each, watch) for each in watch.measures), *_expressions(watch)],
        evaluation_periods=watch.periods,
        threshold=watch.threshold,
        threshold_metric_id="band" if learned else None,
        comparison_operator=watch.comparison,
        treat_missing_data=watch.missing,
        actions_enabled=True,
        alarm_actions=actions,
        ok_actions=actions,
        tags=defaults.context.tags(),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _query(one: Measured, watch: MathWatch) -> Any:
    metric = {
        "namespace": one.namespace,
        "metric_name": one.metric,
        "dimensions": dict(one.dimensions),
        "stat": one.statistic,
        "period": watch.period_seconds,
    }
    return {"id": one.id, "metric": metric, "return_data": False}


def _expressions(watch: MathWatch) -> list[Any]:
    found: list[Any] = [{"id": "watched", "expression": watch.expression, "return_data": True}]
    if watch.threshold is None:
        band = f"ANOMALY_DETECTION_BAND(watched, {watch.band:g})"
        found.append({"id": "band", "expression": band, "return_data": True})
    return found


def composite_alarm(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    watch: CompositeWatch,
    parts: Sequence[aws.cloudwatch.MetricAlarm],
) -> None:
    """An alarm that rings once, however many of its `parts` do, below `parent`."""
    aws.cloudwatch.CompositeAlarm(
        f"{name}-{watch.name}-alarm",
        alarm_name=defaults.context.name(watch.name),
        alarm_description=description(defaults, watch.said),
        alarm_rule=_rule(defaults, watch),
        actions_enabled=True,
        alarm_actions=[defaults.alarm_topic_arn],
        ok_actions=[defaults.alarm_topic_arn],
        tags=defaults.context.tags(),
        # CloudWatch refuses a rule about an alarm that is not there.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*parts]),
    )


def _rule(defaults: StackDefaults, watch: CompositeWatch) -> str:
    names = [[defaults.context.name(each) for each in pair] for pair in watch.pairs]
    both = [" AND ".join(f'ALARM("{each}")' for each in pair) for pair in names]
    return " OR ".join(f"({each})" for each in both)
