"""What the PSP keeps under a key says nothing of its health to the breaker."""

from dataclasses import replace

import pytest

from runtime.domain.circuit import FAILURES, State
from runtime.domain.psp import Outcome, PspObject
from runtime.use_cases.circuit_breaker import CallPermit
from tests.fakes.payments import Harness
from tests.runtime.use_cases.test_circuit_breaker import AWAY, DECLINED, opened


@pytest.fixture(name="harness")
def _harness() -> Harness:
    return Harness()


KEPT = (replace(AWAY, kept=True), replace(DECLINED, kept=True), PspObject("pi_1", kept=True))


@pytest.mark.parametrize("answer", KEPT)
def test_a_probe_that_hears_only_what_is_kept_is_given_back(
    harness: Harness, answer: Outcome | PspObject
) -> None:
    """It neither closes the circuit nor opens it for longer: another may probe at once."""
    opened(harness)
    permit = CallPermit(harness.breaker())
    assert permit.admits()
    permit.record_response(answer)
    permit.leave()
    left = harness.circuit.circuit
    assert (left.state, left.until, left.openings) == (State.OPEN, harness.clock.now(), 2)


@pytest.mark.parametrize("answer", KEPT)
def test_what_is_kept_counts_for_nothing(harness: Harness, answer: Outcome | PspObject) -> None:
    """Neither as a failure nor as a good answer between failures."""
    permit = CallPermit(harness.breaker())
    for _ in range(FAILURES - 1):
        permit.record_response(AWAY)
    for _ in range(3 * FAILURES):
        permit.record_response(answer)
    assert harness.circuit.written == []
    permit.record_response(AWAY)
    assert [one.state for one in harness.circuit.written] == [State.OPEN]
