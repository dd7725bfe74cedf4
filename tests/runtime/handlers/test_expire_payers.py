"""The hourly schedule's handler, over fakes."""

import pytest

from runtime.handlers.expire_payers import respond
from tests.fakes.payments import ID, Harness
from tests.runtime.use_cases.test_expire_payers import KEPT, Runs


def test_a_run_says_how_many_payers_went(caplog: pytest.LogCaptureFixture) -> None:
    """One line of numbers, without an id."""
    harness = Harness()
    harness.told()
    harness.clock.advance(KEPT + 1)
    assert respond(Runs(harness).ports()) == {"erased": 1, "left": 0, "behind": 0}
    line = vars(caplog.records[-1])
    assert (line["message"], line["erased"]) == ("expired", 1)
    assert ID not in caplog.text
