"""Die at every boundary, on the ways that `test_crash_points.py` leaves; another worker's share."""

from simulator.crash_points import scenarios
from tests.simulator.test_crash_points import ENOUGH, survived


def test_every_boundary_of_the_other_ways_is_survived() -> None:
    """After one death anywhere, everything comes to rest and every promise was kept."""
    assert survived(list(scenarios())[1::2]) > ENOUGH
