"""The schedule's handler, over fakes."""

import pytest

from runtime.handlers.sweep_payments import respond
from tests.fakes.payments import ID, TIMING, Harness


def test_a_payment_that_stands_still_is_told_again_and_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What is due gets a message and a later date; the log says how many."""
    harness = Harness()
    harness.accepted()
    assert respond(harness.sweeping()) == {"moved": 0, "sent": 0}
    harness.clock.advance(TIMING.first_sweep)
    assert respond(harness.sweeping()) == {"moved": 1, "sent": 1}
    assert harness.queue.sent == [(ID, 0)]
    assert vars(caplog.records[-1])["moved"] == 1
