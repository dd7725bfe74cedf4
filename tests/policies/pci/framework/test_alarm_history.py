"""What statistics make of a history."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.pci.framework.alarm_history import (
    Form,
    measured,
    points,
    range_start,
    samples_needed,
)

VALUES = st.lists(st.integers(-50, 50), min_size=1, max_size=30)


@given(VALUES)
def test_the_simple_statistics_are_the_usual_ones(values: list[int]) -> None:
    """As Python counts them."""
    samples = tuple((float(each), 1.0) for each in sorted(values))
    assert measured(samples, "Sum") == sum(values)
    assert measured(samples, "Average") == pytest.approx(statistics.fmean(values))
    assert measured(samples, "Minimum") == min(values)
    assert measured(samples, "Maximum") == measured(samples, "p100") == max(values)
    assert measured(samples, "SampleCount") == len(values)
    assert measured(samples, "PR(:)") == 100


@given(VALUES, st.floats(0, 100).map(lambda each: round(each, 1)))
def test_a_percentile_has_its_share_below_it(values: list[int], share: float) -> None:
    """At least so many are not above it."""
    found = measured(tuple((float(each), 1.0) for each in sorted(values)), f"p{share}")
    assert found is not None
    assert sum(each <= found for each in values) >= math.floor(len(values) * share / 100)


def test_further_statistics_are_read_and_others_are_none() -> None:
    """Trimmed means, counts and sums of a share; a name that CloudWatch does not have."""
    samples = ((0.0, 5.0), (10.0, 5.0))
    assert measured(samples, "PR(5:10)") == 50
    assert [measured(samples, each) for each in ("IQM", "tm90", "wm99")] == [5, 5, 5]
    assert [measured(samples, each) for each in ("tc50", "ts50")] == [5, 25]
    for other in ("", "Median", "p101", "sum", "p"):
        assert measured(samples, other) is None


def test_a_range_begins_somewhere() -> None:
    """What is no range begins at zero."""
    ranges = ("PR(5:10)", "PR(2.5:)", "PR(:10)", "p99", "Sum")
    assert [range_start(each) for each in ranges] == [5, 2.5, 0, 0, 0]


def test_a_history_is_cut_into_periods() -> None:
    """What happens from minute zero on, before it, for so long, growing, or once a day."""
    one = Form(((0, 1),), ((1, 2),), lasts=3)
    assert points(one, "Sum", 60, -2, 5) == (0, 0, 2, 2, 2, 0, 0)
    assert points(one, "Sum", 300, -1, 2) == (0, 6, 0)
    assert points(Form(None, ((1, 1),)), "Sum", 10, -1, 1) == (None, 1)
    assert points(Form(None, None, grows=60), "Maximum", 120, -1, 3) == (None, 120, 240, 360)
    capped = Form(None, None, grows=60, most=100)
    assert points(capped, "Maximum", 60, 0, 3) == (60, 100, 100)
    daily = points(Form(None, ((7, 1),), every=1440), "Average", 3600, 0, 25)
    assert daily == (7, *[None] * 23, 7)


def test_high_percentiles_need_many_samples() -> None:
    """As AWS's page says: ten by what is left of it."""
    assert samples_needed("p50") == 20
    assert samples_needed("p99") == pytest.approx(1000)
    assert samples_needed("p25") == 40
    assert samples_needed("p100") == samples_needed("p0") == math.inf
    assert samples_needed("Sum") == samples_needed("tm99") == 0
