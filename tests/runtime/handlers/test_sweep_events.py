"""The schedule's handler, over fakes."""

import pytest

from runtime.handlers.sweep_events import respond
from runtime.use_cases.sweep_events import SweepEventsPorts
from tests.fakes.payments import ID
from tests.runtime.use_cases.telling import LANE, Telling


def test_what_is_due_is_said_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    """The log says how many endpoints there are, and how many lanes were woken."""
    world = Telling()
    world.harness.accepted()
    harness = world.harness
    ports = SweepEventsPorts(
        merchants=world.directory,
        events=harness.ledger.events,
        lanes=world.lanes,
        mailer=harness.mailer,
        clock=harness.clock,
        random=harness.random,
        metrics=harness.metrics,
        time_left=lambda: 60,
        unpublished=None,
    )
    assert respond(ports) == {"endpoints": 1, "woken": 1}
    assert world.lanes.woken == [LANE]
    assert vars(caplog.records[-1])["woken"] == 1
    assert ID not in caplog.text
