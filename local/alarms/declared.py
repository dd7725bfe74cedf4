"""The alarms that a program declares, as CloudWatch would read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from local.alarms.series import MINUTE, Key, key
from local.program.recording import Recorded
from policies.pci.framework.alarm_states import Terms

METRIC_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE_ALARM: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
OFTEN_MISSING: Final = "AWS/DynamoDB"
"""An alarm on its metrics always ignores missing data, whatever it says (PutMetricAlarm)."""


@dataclass(frozen=True)
class Measure:
    """One metric and its statistic."""

    metric: Key
    statistic: str


@dataclass(frozen=True)
class Alarm:
    """A metric alarm."""

    name: str
    description: str
    terms: Terms
    measures: Mapping[str, Measure]
    """Id → what is measured."""
    expressions: Mapping[str, str]
    """Id → an expression over the others."""
    returned: str
    """The id that is compared with the threshold."""
    band: str | None = None
    """The id of the band that it is compared with instead; learned from the metric itself."""
    few_are_left_out: bool = False
    """Whether too few samples for a percentile are left out."""
    rings: bool = True
    """Whether anybody is told: a part of a composite alarm tells nobody itself."""


@dataclass(frozen=True)
class Composite:
    """An alarm on other alarms' states."""

    name: str
    description: str
    rule: str
    rings: bool = True


def alarms(resources: Iterable[Recorded]) -> list[Alarm | Composite]:
    """Every alarm among them, composite ones last."""
    found = list(resources)
    metric = [alarm(each.inputs) for each in found if each.type == METRIC_ALARM]
    composite = [
        Composite(
            name=each.inputs["alarmName"],
            description=each.inputs.get("alarmDescription", ""),
            rule=each.inputs["alarmRule"],
            rings=bool(each.inputs.get("alarmActions")),
        )
        for each in found
        if each.type == COMPOSITE_ALARM
    ]
    return [*metric, *composite]


def alarm(inputs: Mapping[str, Any]) -> Alarm:
    """A metric alarm of the program's own inputs."""
    measures, expressions, seconds, returned = _measured(inputs)
    periods = int(inputs["evaluationPeriods"])
    missing = inputs.get("treatMissingData", "missing")
    if any(each.metric.namespace == OFTEN_MISSING for each in measures.values()):
        missing = "ignore"
    terms = Terms(
        comparison=inputs["comparisonOperator"],
        threshold=float(inputs.get("threshold", 0)),
        period=seconds,
        periods=periods,
        datapoints=int(inputs.get("datapointsToAlarm", periods)),
        missing=missing,
    )
    return Alarm(
        name=inputs["name"],
        description=inputs.get("alarmDescription", ""),
        terms=terms,
        measures=measures,
        expressions=expressions,
        returned=returned,
        band=inputs.get("thresholdMetricId"),
        few_are_left_out=inputs.get("evaluateLowSampleCountPercentiles") == "ignore",
        rings=bool(inputs.get("alarmActions")),
    )


def _measured(
    inputs: Mapping[str, Any],
) -> tuple[dict[str, Measure], dict[str, str], int, str]:
    """Measures and expressions by id, the period (seconds), and the id that is compared."""
    queries = inputs.get("metricQueries")
    if not queries:
        statistic = inputs.get("statistic") or inputs["extendedStatistic"]
        one = Measure(_key(inputs), statistic)
        return {"m1": one}, {}, int(inputs["period"]), "m1"
    measures: dict[str, Measure] = {}
    expressions: dict[str, str] = {}
    seconds, band = MINUTE, inputs.get("thresholdMetricId")
    for each in queries:
        if metric := each.get("metric"):
            measures[each["id"]] = Measure(_key(metric), metric["stat"])
            seconds = int(metric["period"])
        else:
            expressions[each["id"]] = each["expression"]
    (returned,) = [each["id"] for each in queries if each.get("returnData") and each["id"] != band]
    return measures, expressions, seconds, returned


def _key(holder: Mapping[str, Any]) -> Key:
    return key(holder["namespace"], holder["metricName"], holder.get("dimensions"))
