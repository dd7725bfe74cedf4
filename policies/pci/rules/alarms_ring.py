"""Alarms: whether each can ring at all, asked of its metric, its bounds and its time."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.metrics import AGENTS, COUNTED, KNOWN, LESS, MORE, Metric
from ..framework.predicates import Config, number
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import LOG_METRIC_FILTER, METRIC_ALARM, TOPIC_SUBSCRIPTION
from ..framework.values import ABSENT

_OPERATORS: Final = {
    "GreaterThanThreshold": MORE,
    "GreaterThanOrEqualToThreshold": MORE,
    "LessThanThreshold": LESS,
    "LessThanOrEqualToThreshold": LESS,
}
_STATISTICS: Final = ("Average", "Maximum", "Minimum", "SampleCount", "Sum")
_QUIET: Final = {MORE: "Minimum", LESS: "Maximum"}
"""Direction → the statistic by which one good value hides all bad ones."""
_EXTENDED: Final = re.compile(r"(p|tm|wm|tc|ts)\d{1,3}(\.\d+)?|IQM|(PR|TM|WM|TC|TS)\(.+:.*\)")
_SHORT: Final = (10, 20, 30)
_HOUR, _DAY, _WEEK = 3600, 86_400, 604_800


def _rings(stack: Stack, resource: Resource, config: Config) -> Iterator[Finding]:
    if resource.type == TOPIC_SUBSCRIPTION:
        yield from _is_heard(stack, resource)
    elif resource.get("metricQueries") in (ABSENT, []):
        metric = _metric(stack, resource, config)
        if metric is None:
            yield Finding(
                "metricName: Nobody is known to emit this metric. Name one of AWS's, of a metric "
                "filter of this stack, or of the rule's emitted."
            )
        else:
            yield from _by_metric(resource, metric)
        yield from _in_time(resource)


def _metric(stack: Stack, alarm: Resource, config: Config) -> Metric | None:
    space, name = alarm.known("namespace", ""), alarm.known("metricName", "")
    own = config["emitted"].get(space, {}).get(name)
    if own is not None:
        return Metric((frozenset(own),))
    if known := KNOWN.get((space, name)):
        return known
    listed = space in {each for each, _ in KNOWN} or space in config["emitted"]
    if name and not listed and (space.startswith("AWS/") or space in AGENTS):
        return Metric((), unit="", most=float("inf"), bad=(MORE, LESS))
    if any(_emits(each, space, name) for each in stack.of(LOG_METRIC_FILTER)):
        return Metric((), most=float("inf"))
    return None


def _emits(filter_: Resource, space: str, name: str) -> bool:
    to = "metricTransformation"
    return filter_.get(f"{to}.namespace") == space and filter_.get(f"{to}.name") == name


def _by_metric(alarm: Resource, metric: Metric) -> Iterator[Finding]:
    way = _OPERATORS.get(alarm.known("comparisonOperator", ""))
    if way not in metric.bad:
        which = " or ".join("Greater" if each == MORE else "Less" for each in metric.bad)
        yield Finding(f"comparisonOperator: Use one with {which}ThanThreshold: that way is bad.")
    if not number(alarm.known("threshold", "")) <= metric.most:
        yield Finding("threshold: Name a number that the metric can reach.")
    dimensions = frozenset(alarm.known("dimensions", {}))
    if metric.dimensions and dimensions not in metric.dimensions:
        sets = " or ".join(", ".join(sorted(each)) for each in metric.dimensions if each)
        yield Finding(f"dimensions: Name {sets}: with others nobody emits this metric.")
    if alarm.known("unit", metric.unit) != metric.unit and metric.unit:
        yield Finding("unit: Leave it out: in another one nothing is measured.")
    yield from _by_statistic(alarm, way)


def _by_statistic(alarm: Resource, way: str | None) -> Iterator[Finding]:
    plain, extended = alarm.known("statistic", ""), alarm.known("extendedStatistic", "")
    if extended:
        if plain or not _EXTENDED.fullmatch(extended):
            yield Finding("extendedStatistic: Name a percentile as p99, and no statistic beside.")
    elif plain not in _STATISTICS:
        yield Finding(f"statistic: Use one of {', '.join(_STATISTICS)}.")
    elif way and plain == _QUIET[way]:
        yield Finding(f"statistic: Not {plain}: one good value would hide every bad one.")


def _in_time(alarm: Resource) -> Iterator[Finding]:
    period, times = number(alarm.known("period", "")), number(alarm.known("evaluationPeriods", ""))
    if period not in _SHORT and not (period >= 60 and period % 60 == 0):  # noqa: PLR2004 - seconds
        yield Finding("period: Use 10, 20, 30, or a multiple of 60 seconds.")
    if not (times >= 1 and period * times <= (_WEEK if period >= _HOUR else _DAY)):
        yield Finding("evaluationPeriods: Let all periods together be a day at most.")
    if not 1 <= number(alarm.known("datapointsToAlarm", times)) <= times:
        yield Finding("datapointsToAlarm: Use at least one and at most evaluation_periods.")


def _is_heard(stack: Stack, subscription: Resource) -> Iterator[Finding]:
    """An alarm has no attributes and no keys of ours: any filter holds it back."""
    alarms = stack.of(METRIC_ALARM)
    rings = any(
        subscription.refers_to("topic", topic)
        for alarm in alarms
        for topic in alarm.made_of("alarmActions")
    )
    if rings and subscription.get("filterPolicy") is not ABSENT:
        yield Finding("filterPolicy: Leave it out: who is called by alarms must hear each.")


_EMITTED: Final[Mapping[str, Any]] = {
    "Tillstack": {**{name: ["service"] for name in COUNTED}, "SecretAgeDays": ["secret"]}
}

_ASKED: Final = (
    "comparisonOperator",
    "datapointsToAlarm",
    "dimensions",
    "evaluationPeriods",
    "extendedStatistic",
    "metricName",
    "namespace",
    "period",
    "statistic",
    "threshold",
    "unit",
)

ALARM_RINGS: Final = Rule(
    number="117",
    name="alarm-can-ring",
    description="Every alarm is on a metric that somebody emits, and rings in useful time.",
    severity=Severity.HIGH,
    pci=("10.7.2",),
    unreviewed_controls=("12.10.5",),
    subjects=(METRIC_ALARM, TOPIC_SUBSCRIPTION),
    stack=_rings,
    watches={
        METRIC_ALARM: dict.fromkeys(_ASKED, ()),
        TOPIC_SUBSCRIPTION: {"filterPolicy": ()},
    },
    config={"emitted": _EMITTED},
    schema={
        "emitted": {
            "description": "Namespace, metric, and the dimensions that your code emits it with."
        }
    },
)

RULES: Final = (ALARM_RINGS,)
