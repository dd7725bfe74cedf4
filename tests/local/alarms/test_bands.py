"""The band is an approximation, and says when it knows nothing."""

from local.alarms.bands import Band, asked, band


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
    found = band(points.get, 60, 20 * day, 3)
    assert found is not None
    assert 0 < found.lower < 4
    assert 6 < found.upper < 10
    points |= {at * day: 1_000.0 for at in range(5)}
    assert band(points.get, 60, 20 * day, 3) == found


def test_of_few_points_nothing_is_learned() -> None:
    """A new metric's alarm waits."""
    assert band({0: 5.0}.get, 60, 24 * 60, 3) is None
    assert band(lambda _: 5.0, 60, 24 * 60, 3) == Band(5, 5)
