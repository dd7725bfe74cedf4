"""Sections become CloudWatch's form: widgets on a grid, rows in a chart."""

import json
from typing import Any

from components.parts.alarm_math import Measured
from components.parts.dashboard import AlarmList, Chart, Line, MathLine, Section, body

SENT = Measured("m1", "AWS/SQS", "NumberOfMessagesSent", {"QueueName": "q"})
READ = Measured("m2", "AWS/SQS", "NumberOfMessagesReceived", {"QueueName": "q"}, "Maximum")


def widgets(*sections: Section) -> list[dict[str, Any]]:
    """What is made of them, in Frankfurt."""
    found: list[dict[str, Any]] = json.loads(body("eu-central-1", sections))["widgets"]
    return found


def test_widgets_fill_a_row_from_the_left_and_then_the_next_one() -> None:
    """A heading begins a new row; what does not fit goes below."""
    chart = Chart("Sent", [Line("sent", SENT)])
    placed = widgets(
        Section("# One", [chart] * 4), Section("# Two", [AlarmList("All", ["arn:a"]), chart])
    )
    assert [(each["type"], each["x"], each["y"]) for each in placed] == [
        ("text", 0, 0),
        ("metric", 0, 1),
        ("metric", 8, 1),
        ("metric", 16, 1),
        ("metric", 0, 7),
        ("text", 0, 13),
        ("alarm", 0, 14),
        ("metric", 0, 20),
    ]


def test_a_line_is_its_metric_with_its_statistic_and_its_name() -> None:
    """Dimensions are pairs in the row; the unit is said on the axis."""
    (_, chart) = widgets(Section("# One", [Chart("Sent", [Line("sent", SENT)], "messages")]))
    said = chart["properties"]
    assert said["metrics"] == [
        ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "q",
         {"id": "m1", "stat": "Sum", "label": "sent"}]
    ]  # fmt: skip
    assert said["yAxis"]["left"]["label"] == "messages"
    assert (said["region"], said["period"]) == ("eu-central-1", 300)
    assert "annotations" not in said


def test_what_is_only_reckoned_with_is_not_drawn_itself() -> None:
    """The expression has the name; limits are horizontal lines."""
    line = MathLine("both", [SENT, READ], "SUM([m1, m2])")
    (_, chart) = widgets(Section("# One", [Chart("Both", [line], limits=[("too many", 14.4)])]))
    rows = chart["properties"]["metrics"]
    assert [row[-1].get("visible") for row in rows] == [False, False, None]
    assert rows[1][-1]["stat"] == "Maximum"
    assert rows[2] == [{"expression": "SUM([m1, m2])", "label": "both"}]
    assert chart["properties"]["annotations"] == {
        "horizontal": [{"label": "too many", "value": 14.4}]
    }
