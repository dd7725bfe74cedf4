"""CloudWatch alarms."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.resources._base import (
    Cloud,
    Found,
    Inputs,
    Made,
    ResourceKind,
    State,
    arn,
    pascal,
    pascal_keys,
)
from local.resources._live import camel_keys, retag_by_arn, tag_map, told

_RENAMED = {
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
    "okActions": "OKActions",
}
_SAME = (
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
)


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


def live_query(values: Mapping[str, Any]) -> Found:
    """A metric of an alarm's expression as the program writes it."""
    query: Found = camel_keys(values)
    if stat := query.pop("metricStat", None):
        metric = stat.pop("metric")
        dimensions = tag_map(metric.pop("dimensions", []), "name", "value")
        query["metric"] = {**metric, **stat, "dimensions": dimensions}
    return query


class AlarmKind(ResourceKind):
    """What a metric alarm and a composite one have alike."""

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteAlarms, which knows no missing alarm."""
        cloud.client("cloudwatch").delete_alarms(AlarmNames=[physical])


class MetricAlarm(AlarmKind):
    """An alarm on one metric, or on an expression over several."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutMetricAlarm."""
        name = inputs.need("name")
        _put(name, inputs, cloud, Tags=inputs.tags())
        return name, {"arn": alarm_arn(name, cloud)}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """DescribeAlarms and ListTagsForResource; the emulator forgets an expression's metrics."""
        client = cloud.client("cloudwatch")
        alarms = client.describe_alarms(AlarmNames=[physical])["MetricAlarms"]
        if not alarms:
            return None
        live, made = alarms[0], alarm_arn(physical, cloud)
        names = _RENAMED | {key: pascal(key) for key in _SAME}
        queries = [live_query(one) for one in live.get("Metrics", [])]
        return told(
            state,
            {
                **{key: live.get(api) for key, api in names.items()},
                **({"metricQueries": queries} if queries else {}),
                "arn": live["AlarmArn"],
                "dimensions": tag_map(live.get("Dimensions", []), "Name", "Value"),
                "name": physical,
                "tags": tag_map(client.list_tags_for_resource(ResourceARN=made)["Tags"]),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutMetricAlarm, which writes over everything but the tags."""
        client = cloud.client("cloudwatch")
        made, name = alarm_arn(physical, cloud), inputs.need("name")
        inputs.skip("tagsAll")
        retag_by_arn(client, made, old, inputs.take("tags"))
        _put(name, inputs, cloud)
        return {"arn": made}


def alarm_arn(name: str, cloud: Cloud) -> str:
    """Of a metric alarm and of a composite one."""
    return arn(cloud, "cloudwatch", f"alarm:{name}")


def _put(name: str, inputs: Inputs, cloud: Cloud, **more: Any) -> None:
    values: dict[str, Any] = inputs.rename(_RENAMED)
    if dimensions := inputs.take("dimensions"):
        values["Dimensions"] = _dimensions(dimensions)
    if queries := inputs.take("metricQueries"):
        values["Metrics"] = [metric_query(one) for one in queries]
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=name, **values, **inputs.params(*_SAME), **more
    )


KINDS = {"aws:cloudwatch/metricAlarm:MetricAlarm": MetricAlarm}
