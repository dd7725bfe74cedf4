"""CloudWatch alarms, EventBridge rules and schedules."""

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made, arn, made_up_id, pascal_keys


def _dimensions(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in values.items()]


def metric_query(values: Mapping[str, Any]) -> Any:
    """A metric of an alarm's expression; Pulumi keeps the statistic inside the metric."""
    query = dict(values)
    if metric := query.pop("metric", None):
        inner = dict(metric)
        stat = {key: inner.pop(key) for key in ("period", "stat", "unit") if key in inner}
        dimensions = _dimensions(inner.pop("dimensions", {}))
        query["metricStat"] = {**stat, "metric": {**inner, "dimensions": dimensions}}
    return pascal_keys(query)


class MetricAlarm(Kind):
    """An alarm on one metric, or on an expression over several."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutMetricAlarm."""
        name = inputs.need("name")
        values: dict[str, Any] = inputs.rename(
            {
                "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
                "okActions": "OKActions",
            }
        )
        if dimensions := inputs.take("dimensions"):
            values["Dimensions"] = _dimensions(dimensions)
        if queries := inputs.take("metricQueries"):
            values["Metrics"] = [metric_query(one) for one in queries]
        cloud.client("cloudwatch").put_metric_alarm(
            AlarmName=name,
            Tags=inputs.tags(),
            **values,
            **inputs.params(
                "actionsEnabled",
                "alarmActions",
                "alarmDescription",
                "comparisonOperator",
                "datapointsToAlarm",
                "evaluationPeriods",
                "extendedStatistic",
                "insufficientDataActions",
                "metricName",
                "namespace",
                "period",
                "statistic",
                "threshold",
                "thresholdMetricId",
                "treatMissingData",
                "unit",
            ),
        )
        return name, {"arn": arn(cloud, "cloudwatch", f"alarm:{name}")}


class EventRule(Kind):
    """A rule on a schedule or a pattern."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutRule."""
        inputs.skip("forceDestroy")
        name = inputs.need("name")
        made = cloud.client("events").put_rule(
            Name=name,
            Tags=inputs.tags(),
            **inputs.params(
                "description",
                "eventBusName",
                "eventPattern",
                "roleArn",
                "scheduleExpression",
                "state",
            ),
        )
        return name, {"arn": made["RuleArn"]}


class EventTarget(Kind):
    """Where a rule's events go."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutTargets."""
        inputs.skip("forceDestroy")
        rule, target = inputs.need("rule"), inputs.take("targetId") or made_up_id()
        bus = inputs.params("eventBusName")
        target_params = inputs.params(
            "arn", "deadLetterConfig", "input", "inputPath", "retryPolicy", "roleArn"
        )
        cloud.client("events").put_targets(
            Rule=rule, Targets=[{"Id": target, **target_params}], **bus
        )
        return f"{rule}-{target}", {"targetId": target}


class Schedule(Kind):
    """An EventBridge Scheduler schedule."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateSchedule."""
        name, group = inputs.need("name"), inputs.take("groupName", "default")
        made = cloud.client("scheduler").create_schedule(
            Name=name,
            GroupName=group,
            **inputs.params(
                "actionAfterCompletion",
                "description",
                "flexibleTimeWindow",
                "kmsKeyArn",
                "scheduleExpression",
                "scheduleExpressionTimezone",
                "state",
                "target",
            ),
        )
        return f"{group}/{name}", {"arn": made["ScheduleArn"]}


KINDS = {
    aws.cloudwatch.EventRule: EventRule,
    aws.cloudwatch.EventTarget: EventTarget,
    aws.cloudwatch.MetricAlarm: MetricAlarm,
    aws.scheduler.Schedule: Schedule,
}
