"""The band is an approximation, and says when it knows nothing."""

from collections.abc import Callable

from local.alarms.bands import Band, around, asked, band


def learned(point: Callable[[int], float | None], end: int) -> Band | None:
    """Of points that each stand for an hour, three deviations wide."""
    return band(lambda middle: around(point, 60, middle), end, 3)


def test_the_width_is_two_deviations_unless_it_is_said() -> None:
    """As CloudWatch's own function; another expression is no band."""
    assert asked("ANOMALY_DETECTION_BAND(m1)") == ("m1", 2)
    assert asked(" ANOMALY_DETECTION_BAND(m1, 4.5)") == ("m1", 4.5)
    assert asked("m1 / 2") is None


def test_the_band_is_around_the_same_time_of_earlier_days() -> None:
    """Other hours do not count, nor do days before the last two weeks."""
    day = 24 * 60
    points = {at * day + minute: 5.0 for at in range(20) for minute in (-60, 0, 60)}
    points |= {at * day: 5.0 + (-1) ** at for at in range(20)}
    points |= {at * day + 300: 1_000.0 for at in range(20)}
    found = learned(points.get, 20 * day)
    assert found is not None
    assert 0 < found.lower < 4
    assert 6 < found.upper < 10
    points |= {at * day: 1_000.0 for at in range(5)}
    assert learned(points.get, 20 * day) == found


def test_of_few_points_nothing_is_learned() -> None:
    """A new metric's alarm waits."""
    assert learned({0: 5.0}.get, 24 * 60) is None
    assert learned(lambda _: 5.0, 24 * 60) == Band(5, 5)
