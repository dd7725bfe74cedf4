"""A dashboard as data: sections of charts become CloudWatch's own form.

Amazon CloudWatch API Reference, "Dashboard Body Structure and Syntax".
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from components.parts.alarm_math import Measured

COLUMNS = 24
"""How wide CloudWatch's grid is."""
_HEADING_HEIGHT = 1
_CHART_HEIGHT = 6


@dataclass(frozen=True)
class Line:
    """One metric and what its line is called."""

    label: str
    measured: Measured


@dataclass(frozen=True)
class MathLine:
    """What an expression makes of several metrics, of which none is drawn itself."""

    label: str
    measures: Sequence[Measured]
    """Their ids are their own in the whole chart."""
    expression: str


@dataclass(frozen=True)
class Chart:
    """Lines over time."""

    title: str
    lines: Sequence[Line | MathLine]
    unit: str = ""
    """What is counted."""
    period_seconds: int = 300
    limits: Sequence[tuple[str, float]] = ()
    """Horizontal lines: what each one means, and where it is."""
    width: int = 8


@dataclass(frozen=True)
class AlarmList:
    """The states of alarms, those that ring first."""

    title: str
    arns: Sequence[str]
    width: int = COLUMNS


class Section(NamedTuple):
    """A heading, in Markdown, and what is below it, from left to right."""

    heading: str
    widgets: Sequence[Chart | AlarmList]


def body(region: str, sections: Sequence[Section]) -> str:
    """The sections below each other, as PutDashboard takes them."""
    widgets: list[dict[str, Any]] = []
    top = 0
    for section in sections:
        heading = {"markdown": section.heading}
        widgets.append(_widget("text", 0, top, COLUMNS, _HEADING_HEIGHT, heading))
        top += _HEADING_HEIGHT
        left = 0
        for each in section.widgets:
            if left + each.width > COLUMNS:
                left, top = 0, top + _CHART_HEIGHT
            kind, properties = _form(region, each)
            widgets.append(_widget(kind, left, top, each.width, _CHART_HEIGHT, properties))
            left += each.width
        top += _CHART_HEIGHT
    # Each chart keeps its own period, whatever span of time is looked at.
    whole = {"start": "-PT24H", "periodOverride": "inherit", "widgets": widgets}
    return json.dumps(whole, separators=(",", ":"))


def _widget(
    kind: str, x: int, y: int, width: int, height: int, properties: Mapping[str, Any]
) -> dict[str, Any]:
    place = {"x": x, "y": y, "width": width, "height": height}
    return {"type": kind, **place, "properties": properties}


def _form(region: str, one: Chart | AlarmList) -> tuple[str, dict[str, Any]]:
    if isinstance(one, AlarmList):
        return "alarm", {
            "title": one.title,
            "alarms": [*one.arns],
            "sortBy": "stateUpdatedTimestamp",
        }
    properties = {
        "title": one.title,
        "view": "timeSeries",
        "region": region,
        "period": one.period_seconds,
        "yAxis": {"left": {"min": 0, "label": one.unit, "showUnits": False}},
        "metrics": [row for line in one.lines for row in _rows(line)],
    }
    if one.limits:
        marks = [{"label": label, "value": value} for label, value in one.limits]
        properties["annotations"] = {"horizontal": marks}
    return "metric", properties


def _rows(line: Line | MathLine) -> Iterator[list[Any]]:
    if isinstance(line, Line):
        yield _metric(line.measured, {"label": line.label})
        return
    for each in line.measures:
        yield _metric(each, {"visible": False})
    yield [{"expression": line.expression, "label": line.label}]


def _metric(one: Measured, said: Mapping[str, Any]) -> list[Any]:
    pairs = [text for pair in one.dimensions.items() for text in pair]
    return [one.namespace, one.metric, *pairs, {"id": one.id, "stat": one.statistic, **said}]
