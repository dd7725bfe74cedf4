"""Die at every boundary between two effects, once each and in drawn pairs: all recovers."""

import pytest

from tests.sim.batch import quiet
from tests.sim.crash_points import pairs, run, singles

USE_CASES = {
    "acceptor",
    "processor",
    "settler",
    "notifier",
    "sweeper",
    "canceler",
    "operator",
    "reconciler",
    "receiver",
}


@pytest.mark.fault("F1")
@pytest.mark.fault(
    "F20",
    sees="A payment of the batch takes a little longer",
    does="Messages come again; what was claimed is read back at the PSP before anything else",
)
@pytest.mark.fault("F33")
@pytest.mark.fault("F61")
@pytest.mark.fault("F58")
def test_every_boundary_of_every_use_case_is_survived() -> None:
    """After one death anywhere, everything comes to rest and every promise was kept."""
    died, points = 0, set()
    with quiet():
        for scenario, at, point in singles():
            run(scenario, at)
            died += 1
            points.add(point)
    assert {point.split(":")[0] for point in points} == USE_CASES
    assert (died > 2_000, len(points) > 45) == (True, True)


def test_a_second_death_while_recovering_is_survived() -> None:
    """Two deaths in one history, at drawn boundaries."""
    with quiet():
        for scenario, at, _ in pairs(150):
            run(scenario, at)
