"""A chart's lines are what CloudWatch would make of the samples."""

from local.alarms.dashboard import MetricProperties
from local.alarms.drawing import Drawn, drawn
from local.alarms.series import Series, key
from tests.local.alarms.test_dashboard import CHART

SENT = {one: key("Tillstack", "PaymentSucceeded", {"service": one}) for one in ("first", "second")}


def chart(period: int) -> MetricProperties:
    """Two functions' metric added up and halved, and one of them alone."""
    rows = [
        ["Tillstack", "PaymentSucceeded", "service", one, {"id": one, "stat": "Sum", **said}]
        for one, said in (
            ("first", {"label": "one", "visible": True}),
            ("second", {"visible": False}),
        )
    ]
    rows.append([{"expression": "SUM([first, second]) / 2", "label": "half"}])
    return MetricProperties.model_validate({**CHART, "period": period, "metrics": rows})


def test_a_line_has_a_point_for_each_period_and_a_gap_where_nothing_was_sent() -> None:
    """What is not shown is added up all the same; a sum of what is missing is missing."""
    series = Series()
    for at, one in ((0, "first"), (59, "first"), (60, "second"), (300, "second")):
        series.put(SENT[one], at, 1)
    assert drawn(chart(120), series, 0, 301) == [
        Drawn("one", [(120, 2), (240, None), (360, None)]),
        Drawn("half", [(120, 1.5), (240, None), (360, 0.5)]),
    ]


def test_a_period_that_has_begun_is_drawn_from_its_beginning() -> None:
    """CloudWatch's periods begin at whole ones, not at the moment that is looked at."""
    series = Series()
    series.put(SENT["first"], 30, 1)
    assert drawn(chart(60), series, 45, 60) == [Drawn("one", [(60, 1)]), Drawn("half", [(60, 0.5)])]
