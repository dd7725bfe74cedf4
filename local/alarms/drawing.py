"""The lines of a dashboard's chart, from samples of metrics."""

from typing import NamedTuple

from local.alarms.dashboard import MetricProperties
from local.alarms.series import MINUTE, Series
from policies.pci.framework.alarm_expressions import value


class Drawn(NamedTuple):
    """One line of a chart."""

    label: str
    points: list[tuple[int, float | None]]
    """When each period ends, in Unix seconds, and its value; None where nothing was sent."""


def drawn(chart: MetricProperties, series: Series, begin: int, end: int) -> list[Drawn]:
    """The lines of a chart between two moments, in Unix seconds, as CloudWatch would draw them."""
    step = chart.period // MINUTE
    ends = range((begin // chart.period + 1) * step, -(-end // chart.period) * step + 1, step)
    moments = [_at(chart, series, each) for each in ends]
    return [
        Drawn(row.options.label or "", [(each * MINUTE, points[number]) for each, points in
                                        zip(ends, moments, strict=True)])
        for number, row in enumerate(chart.metrics)
        if row.options.visible
    ]  # fmt: skip


def _at(chart: MetricProperties, series: Series, end: int) -> list[float | None]:
    """Of each row, the value of the period up to minute `end`."""
    known = {
        row.options.id or "": series.datapoint(
            row.measure.metric, row.measure.statistic, chart.period, end
        )
        for row in chart.metrics
        if row.measure
    }
    return [
        known[row.options.id or ""] if row.measure else value(row.options.expression or "", known)
        for row in chart.metrics
    ]
