"""The nightly schedule's handler, over fakes."""

import pytest

from runtime.handlers.sign_ledger import respond
from tests.fakes.payments import ID, Harness
from tests.runtime.use_cases.test_sign_ledger import Nights


def test_a_run_says_how_many_days_it_signed(caplog: pytest.LogCaptureFixture) -> None:
    """One line of numbers, without an id."""
    harness = Harness()
    nights = Nights(harness)
    harness.told()
    harness.clock.advance(86_400)
    assert respond(nights.ports()) == {"signed": 1, "unsigned": 0}
    line = vars(caplog.records[-1])
    assert (line["message"], line["signed"]) == ("signed", 1)
    assert ID not in caplog.text
