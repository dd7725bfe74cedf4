"""A permit and its breaker to the letter: who probes, for how long who waits, what is counted."""

from dataclasses import replace

import pytest

from runtime.domain.circuit import FAILURES, Circuit, FailureReason, State
from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.use_cases.circuit_breaker import CallPermit
from tests.fakes.payments import Harness

AWAY = Outcome(OutcomeKind.UNKNOWN, "provider_timeout", failing=True)
DECLINED = Outcome(OutcomeKind.DECLINED, "card_declined")
OPEN = Circuit(7, State.OPEN, 0, 2, FailureReason.FAILING, "other")


@pytest.fixture(name="harness")
def _harness() -> Harness:
    harness = Harness()
    harness.circuit.circuit = OPEN
    return harness


@pytest.mark.parametrize(
    ("state", "left", "fraction", "seconds"),
    [
        (State.OPEN, 7, 0.0, 7),
        (State.OPEN, 1, 0.0, 1),
        (State.OPEN, 0, 0.0, 1),
        (State.OPEN, -5, 0.0, 1),
        (State.OPEN, 7, 0.5, 9),
        (State.OPEN, 7, 1.0, 12),
        (State.OPEN, 5_000, 0.5, 900),
        (State.PROBING, 60, 0.0, 1),
        (State.PROBING, 60, 1.0, 6),
    ],
)
def test_who_waits_comes_soon_after_it_may_be_probed(
    harness: Harness, state: State, left: int, fraction: float, seconds: int
) -> None:
    """At least a second, spread over the first opening's time, and no more than a message waits."""
    until = harness.clock.now() + left
    harness.circuit.circuit = replace(OPEN, state=state, until=until)
    harness.random.value = fraction
    assert CallPermit(harness.breaker()).pause() == seconds


def test_a_probe_and_a_recovery_are_counted_with_the_openings(harness: Harness) -> None:
    """An alarm says how often in a row it had opened."""
    permit = CallPermit(harness.breaker())
    assert permit.admits() is True
    permit.record_response(DECLINED)
    permit.leave()
    assert harness.metrics.facts == {
        "PspCircuitProbed": {"openings": 2},
        "PspCircuitClosed": {"openings": 2},
    }
    assert harness.circuit.circuit == Circuit(9)


def test_who_may_not_call_is_told_by_a_plain_no(harness: Harness) -> None:
    """Before its time, and where another is the probe."""
    harness.circuit.circuit = replace(OPEN, until=harness.clock.now() + 1)
    assert CallPermit(harness.breaker()).admits() is False
    harness.clock.advance(1)
    harness.circuit.fail_next("put", ConflictError("moved"))
    assert CallPermit(harness.breaker()).admits() is False


def test_a_change_that_is_not_surely_written_does_not_hold(harness: Harness) -> None:
    """A lost race reads what was written first; silence is counted, and the old state stays."""
    breaker = harness.breaker()
    changed = replace(OPEN, version=8, state=State.CLOSED)
    harness.circuit.fail_next("put", UnavailableError("throttled"))
    assert breaker.change(changed) is False
    assert harness.metrics.counts == {"PspCircuitUnreadable": 1}
    assert breaker.circuit == OPEN
    harness.circuit.circuit = replace(OPEN, version=9)
    assert breaker.change(changed) is False
    assert breaker.circuit.version == 9
    assert breaker.change(replace(changed, version=10)) is True
    assert breaker.circuit.state is State.CLOSED


@pytest.mark.parametrize("way", ["written", "read"])
def test_calls_before_a_change_of_the_circuit_are_forgotten(way: str) -> None:
    """They were of another time: one failure after it opens nothing."""
    harness = Harness()
    breaker = harness.breaker()
    for _ in range(FAILURES - 1):
        CallPermit(breaker).record_response(AWAY)
    if way == "written":
        assert breaker.change(Circuit(1))
    else:
        harness.circuit.circuit = Circuit(1)
        breaker.read()
    CallPermit(breaker).record_response(AWAY)
    assert breaker.circuit.state is State.CLOSED
    assert harness.circuit.circuit.state is State.CLOSED


@pytest.mark.parametrize(
    ("circuit", "probed"),
    [
        (replace(OPEN, version=8, state=State.PROBING, owner="token-1"), True),
        (replace(OPEN, version=8, state=State.PROBING, owner="other"), False),
        (replace(OPEN, version=8, state=State.OPEN, owner="token-1"), False),
    ],
    ids=["mine", "another's", "opened since"],
)
def test_only_the_probe_closes_the_circuit(
    harness: Harness, circuit: Circuit, *, probed: bool
) -> None:
    """Who was the probe, and is it no more, says nothing of the circuit of now."""
    breaker = harness.breaker()
    permit = CallPermit(breaker)
    assert permit.admits()
    permit.record_response(DECLINED)
    harness.circuit.circuit = breaker.circuit = circuit
    permit.leave()
    assert (harness.circuit.circuit.state is State.CLOSED) is probed


def test_who_never_asked_to_probe_is_not_the_probe(harness: Harness) -> None:
    """Whatever the stored circuit says of its owner, nobody included."""
    nobody = replace(OPEN, state=State.PROBING, owner=None, until=harness.clock.now() + 9)
    harness.circuit.circuit = nobody
    permit = CallPermit(harness.breaker())
    assert permit.admits() is False
    permit.record_response(DECLINED)
    permit.leave()
    assert harness.circuit.circuit == nobody
