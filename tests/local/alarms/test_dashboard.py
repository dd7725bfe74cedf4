"""A dashboard is read as CloudWatch reads it, within its bounds."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from local.alarms.dashboard import (
    COLUMNS,
    MOST_METRICS,
    MOST_METRICS_IN_ALL,
    AlarmWidget,
    Body,
    bodies,
)
from local.alarms.declared import Alarm, Composite
from runtime.contract.currencies import CURRENCIES
from tests.fakes.recorder import record_program
from tests.local.alarms.test_every_alarm import STACKS, everything, settings_of

CHART: dict[str, Any] = {
    "title": "One",
    "view": "timeSeries",
    "region": "eu-central-1",
    "period": 60,
    "yAxis": {"left": {"label": "calls"}},
    "metrics": [["AWS/SQS", "NumberOfMessagesSent", "QueueName", "q", {"id": "m1"}]],
}


def whole(properties: dict[str, Any], **place: int) -> str:
    """A body with one chart."""
    widget = {"type": "metric", "x": 0, "y": 0, "width": 8, "height": 6, **place}
    widgets = [{**widget, "properties": properties}]
    return json.dumps({"start": "-PT24H", "periodOverride": "inherit", "widgets": widgets})


def dashboard(stack: str, **more: str) -> Body:
    """A stack's own."""
    (found,) = bodies(record_program(stack, {**settings_of(stack), **more}).resources)
    return found


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"metrics": []}, {}),
        ({"metrics": [["AWS/SQS", {"id": "m1"}]]}, {}),
        ({"metrics": [["AWS/SQS", "Sent", "QueueName", {"id": "m1"}]]}, {}),
        ({"metrics": [*CHART["metrics"], *CHART["metrics"]]}, {}),
        ({"metrics": [["AWS/SQS", "Sent", {"id": "Upper"}]]}, {}),
        ({"metrics": [["AWS/SQS", "Sent", {"colour": "red"}]]}, {}),
        ({"metrics": [["AWS/SQS", "Sent", {}]] * (MOST_METRICS + 1)}, {}),
        ({"period": 90}, {}),
        ({"view": "cloud"}, {}),
        ({}, {"x": 24}),
        ({}, {"width": 25}),
    ],
)
def test_what_cloudwatch_would_not_take_is_refused(
    changed: dict[str, Any], place: dict[str, int]
) -> None:
    """Rows, ids, places, and how many there are; the same without the fault is taken."""
    Body.model_validate_json(whole(CHART))
    with pytest.raises(ValidationError):
        Body.model_validate_json(whole({**CHART, **changed}, **place))


@pytest.mark.parametrize("stack", STACKS)
def test_each_stack_has_one_that_is_taken(stack: str) -> None:
    """Its charts are of the region, no two lie on one place, and none leaves the grid."""
    body = dashboard(stack)
    cells = [
        (x, y)
        for each in body.widgets
        for x in range(each.x, each.x + each.width)
        for y in range(each.y, each.y + each.height)
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < COLUMNS
    assert len({chart.region for chart in body.charts}) == 1


def test_the_largest_has_no_more_metrics_than_a_dashboard_may() -> None:
    """With every currency that there is, and those counted that are only added up."""
    body = dashboard("dev", currencies=json.dumps(list(CURRENCIES)))
    assert sum(len(chart.metrics) for chart in body.charts) <= MOST_METRICS_IN_ALL
    (amounts,) = [each for each in body.charts if each.title.startswith("Amount")]
    shown = [each.options.label for each in amounts.metrics if each.options.visible]
    assert shown == [each.upper() for each in CURRENCIES]


@pytest.mark.parametrize("stack", STACKS)
def test_the_alarms_that_it_shows_are_there_and_tell_somebody(stack: str) -> None:
    """A part of a composite alarm is shown by its whole; each objective's two are shown."""
    told = {each.name: each for each in everything(stack)}
    (shown,) = [each for each in dashboard(stack).widgets if isinstance(each, AlarmWidget)]
    names = [each.rpartition(":alarm:")[2] for each in shown.properties.alarms]
    assert all(told[each].rings for each in names)
    assert {each for each in names if isinstance(told[each], Composite)} == {
        each.name for each in told.values() if isinstance(each, Composite)
    }
    assert any(isinstance(told[each], Alarm) for each in names)
