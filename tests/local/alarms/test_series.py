"""Samples become datapoints as CloudWatch makes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.alarms.series import MINUTE, Series, key
from runtime.adapters.metrics import EmfMetrics
from runtime.contract.metrics import Metric
from tests.local.alarms.cases import METRIC, START


def test_a_line_of_a_function_is_a_sample(capsys: pytest.CaptureFixture[str]) -> None:
    """What the runtime's own adapter writes, with its namespace and dimension."""
    EmfMetrics("Tillstack", "accept-payment").count(Metric.SEND_AFTER_COMMIT_FAILED)
    EmfMetrics("Tillstack", "sweep-payments").age("psp-key", 80.5)
    series = Series()
    for line in capsys.readouterr().out.splitlines():
        series.put_line(line, START)
    end = START // MINUTE + 1
    sent = key("Tillstack", "SendAfterCommitFailed", {"service": "accept-payment"})
    age = key("Tillstack", "SecretAgeDays", {"secret": "psp-key"})
    assert series.metrics == {sent, age}
    assert series.datapoint(sent, "Sum", MINUTE, end) == 1
    assert series.datapoint(age, "Maximum", MINUTE, end) == 80.5


@pytest.mark.parametrize("line", ["", "no JSON", "[1]", '{"message": "swept"}', '{"_aws": 1}'])
def test_another_line_says_nothing(line: str) -> None:
    """A log holds more than metrics."""
    series = Series()
    series.put_line(line, START)
    assert not series.metrics


def test_a_statistic_is_over_all_samples_of_the_period() -> None:
    """Not over the minutes' own statistics; of no samples there is no point."""
    series = Series()
    series.put(METRIC, START, 10, 3)
    series.put(METRIC, START + MINUTE, 100)
    end = START // MINUTE + 2
    for statistic, value in {
        "Sum": 130, "Average": 32.5, "SampleCount": 4, "Minimum": 10, "Maximum": 100, "p50": 10,
        "PR(50:)": 25,
    }.items():  # fmt: skip
        assert series.datapoint(METRIC, statistic, 2 * MINUTE, end) == value
    assert series.datapoint(METRIC, "Sum", MINUTE, end + 1) is None
    assert series.datapoint(key("Made", "Up"), "Sum", MINUTE, end) is None


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), min_size=1, max_size=40),
    st.integers(10, 30),
    st.integers(0, 70),
)
def test_a_long_sum_is_the_sum_of_all_samples(
    sent: list[tuple[int, int]], minutes: int, end: int
) -> None:
    """Whatever was asked before, and whatever comes later for a minute that was summed already."""
    first, series = START // MINUTE, Series()
    for index, (minute, value) in enumerate(sent):
        series.put(METRIC, START + minute * MINUTE, value)
        inside = [each for at, each in sent[: index + 1] if end - minutes <= at < end]
        expected = {
            "Sum": sum(inside),
            "SampleCount": len(inside),
            "Average": sum(inside) / max(1, len(inside)),
            "PR(5:)": 100 * sum(each > 5 for each in inside) / max(1, len(inside)),
        }
        for statistic, right in expected.items():
            found = series.datapoint(METRIC, statistic, minutes * MINUTE, first + end)
            assert found == (pytest.approx(right) if inside else None)
