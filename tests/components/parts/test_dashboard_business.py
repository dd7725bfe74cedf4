"""The business is shown: each outcome, each currency, each objective."""

import pytest

from local.alarms.dashboard import MetricProperties, bodies
from local.alarms.drawing import drawn
from local.alarms.series import Series
from runtime.adapters.metrics import EmfMetrics
from runtime.contract.metrics import Metric
from tests.fakes.payments import Harness
from tests.fakes.recorder import program


def chart(title: str) -> MetricProperties:
    """The one whose title begins so."""
    (body,) = bodies(program().resources)
    (found,) = [each for each in body.charts if each.title.startswith(title)]
    return found


def drawn_of(title: str, lines: str) -> dict[str, float | None]:
    """What each line of a chart says of lines of a log, all of one moment."""
    series = Series()
    for line in lines.splitlines():
        series.put_line(line, 30)
    return {each.label: each.points[0][1] for each in drawn(chart(title), series, 0, 60)}


def test_an_end_is_drawn_as_outcome_amount_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    """As the deployed function writes it, whichever of them it is."""
    harness = Harness()
    paid = harness.succeeded()
    for service in ("process-payment", "operate-payments"):
        metrics = EmfMetrics("Tillstack", f"tillstack-local-{service}")
        metrics.ended(Metric.PAYMENT_SUCCEEDED, paid, 4)
    lines = capsys.readouterr().out
    assert drawn_of("Payments", lines) == {
        "accepted": None, "succeeded": 2, "declined": None, "failed": None, "canceled": None,
        "came to review": None,
    }  # fmt: skip
    amounts = drawn_of("Amount", lines)
    assert amounts[paid.currency.upper()] == pytest.approx(2 * paid.amount / 100)
    assert [each for label, each in amounts.items() if label != paid.currency.upper()] == [None]
    assert drawn_of("Time from", lines) == {"p50": 4, "p99": 4}


@pytest.mark.parametrize("objective", ["acceptance", "latency"])
def test_an_objective_is_drawn_with_the_paces_at_which_somebody_is_called(objective: str) -> None:
    """Each burn rate that an alarm is on is a line across the chart."""
    marks = chart(f"Objective {objective}").annotations["horizontal"]
    assert [(each.label, each.value) for each in marks] == [
        ("an alarm, over 1 h", 14.4),
        ("an alarm, over 6 h", 6),
        ("an alarm, over 24 h", 1),
    ]
