"""Die at every boundary between two effects, once each and in drawn pairs: all recovers."""

from collections.abc import Iterable

import pytest

from simulator.batch import quiet
from simulator.crash_points import CrashScenario, pairs, run, scenarios, singles

ENOUGH = 1_500
"""Boundaries on half of the ways."""
USE_CASES = {
    "acceptor",
    "processor",
    "process_dead_letter",
    "notifier",
    "sweeper",
    "canceler",
    "receive_email_event",
    "operator",
    "reconciler",
    "receiver",
    "deliver_events",
    "sweep_events",
    "sender_again",
    "putter_again",
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
    """After one death anywhere, everything comes to rest and every promise was kept.

    Here on every other way, and on the rest of them in `test_crash_points_too.py`.
    """
    assert survived(list(scenarios())[::2]) > ENOUGH


def survived(ways: Iterable[CrashScenario]) -> int:
    """Die at every boundary of these ways, once each; returns how many there are."""
    died = 0
    with quiet():
        for scenario, at, _ in singles(ways):
            run(scenario, at)
            died += 1
    return died


def test_the_ways_lead_through_every_use_case() -> None:
    """What no scenario comes to, nobody has died at."""
    with quiet():
        points = {boundary.point for scenario in scenarios() for boundary in run(scenario)}
    assert {point.split(":")[0] for point in points} == USE_CASES
    assert len(points) > 45


def test_a_second_death_while_recovering_is_survived() -> None:
    """Two deaths in one history, at drawn boundaries."""
    with quiet():
        for scenario, at, _ in pairs(150):
            run(scenario, at)
