"""One message's way past the breaker: held back, the one probe, or through."""

import pytest

from runtime.domain.circuit import FAILURES, Circuit, FailureReason, State
from runtime.domain.errors import UnavailableError, UnreadableRowError
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.use_cases.circuit_breaker import CallPermit
from tests.fakes.payments import TIMING, Harness

AWAY = Outcome(OutcomeKind.UNKNOWN, "provider_timeout", failing=True)
LIMITED = Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited", retry_after=300)
LOCKED_OUT = Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured")
DECLINED = Outcome(OutcomeKind.DECLINED, "card_declined")


@pytest.fixture(name="harness")
def _harness() -> Harness:
    return Harness()


def opened(harness: Harness, seconds: int = 0) -> None:
    """The circuit was opened by others and may be probed in so many seconds."""
    until = harness.clock.now() + seconds
    harness.circuit.circuit = Circuit(7, State.OPEN, until, 2, FailureReason.FAILING)


def test_a_closed_circuit_lets_calls_through_and_costs_one_read(harness: Harness) -> None:
    """A healthy PSP is asked without a write."""
    breaker = harness.breaker()
    for _ in range(10):
        permit = CallPermit(breaker)
        assert permit.admits()
        permit.record_response(DECLINED)
        permit.leave()
    assert (harness.circuit.reads, harness.circuit.written) == (1, [])
    assert CallPermit(breaker).pause() is None


@pytest.mark.parametrize("answer", [LIMITED, LOCKED_OUT])
def test_a_429_and_a_401_open_it_at_once(harness: Harness, answer: Outcome) -> None:
    """Nobody needs to see that twice."""
    permit = CallPermit(harness.breaker())
    permit.record_response(answer)
    assert not permit.admits()
    assert harness.circuit.circuit.state is State.OPEN
    assert harness.metrics.counts["PspCircuitOpened"] == 1


def test_failures_open_it_for_every_worker(harness: Harness) -> None:
    """Five failing calls of one worker: another, whose batch begins later, calls nobody."""
    for _ in range(FAILURES):
        assert CallPermit(harness.breaker()).admits()
        CallPermit(harness.breaker()).record_response(AWAY)
    assert not CallPermit(harness.breaker()).admits()
    seconds = TIMING.circuit_open[0]
    assert harness.metrics.facts["PspCircuitOpened"] == {
        "why": "failing",
        "seconds": seconds,
        "openings": 1,
    }


def test_calls_under_way_when_it_opens_change_nothing(harness: Harness) -> None:
    """Their late failures neither prolong it nor open it again."""
    breaker = harness.breaker()
    late = CallPermit(breaker)
    CallPermit(breaker).record_response(LIMITED)
    late.record_response(AWAY)
    late.record_response(LIMITED)
    assert len(harness.circuit.written) == 1


def test_a_worker_that_was_second_to_open_it_finds_it_open(harness: Harness) -> None:
    """Its write is refused, and then it knows."""
    breaker = harness.breaker()
    opened(harness, 60)
    permit = CallPermit(breaker)
    permit.record_response(LIMITED)
    assert not permit.admits()
    assert harness.circuit.written == []
    assert harness.metrics.counts["PspCircuitOpened"] == 0


def test_many_threads_of_one_batch_open_it_once(harness: Harness) -> None:
    """Who saw the same circuit is refused by its version, and takes what stands there."""
    breaker = harness.breaker()
    seen = breaker.circuit
    for _ in range(3):
        breaker.open(seen, FailureReason.RATE_LIMITED, 300)
    assert harness.circuit.circuit.openings == 1
    assert harness.metrics.counts["PspCircuitOpened"] == 1
    assert breaker.circuit == harness.circuit.circuit


def test_one_message_probes_and_the_others_wait(harness: Harness) -> None:
    """Half-open is one claimed probe, in a batch and among batches."""
    opened(harness)
    breaker, other = harness.breaker(), harness.breaker()
    assert CallPermit(breaker).admits()
    assert not CallPermit(breaker).admits()
    assert not CallPermit(other).admits()
    assert harness.metrics.counts["PspCircuitProbed"] == 1


def test_the_probe_may_make_all_calls_of_its_step(harness: Harness) -> None:
    """The circuit closes when the message is done, not at its first good answer."""
    opened(harness)
    permit = CallPermit(harness.breaker())
    for _ in range(3):
        assert permit.admits()
        permit.record_response("pi_1")
    assert harness.circuit.circuit.state is State.PROBING
    permit.leave()
    assert harness.circuit.circuit == Circuit(9)
    assert harness.metrics.counts["PspCircuitClosed"] == 1


def test_an_answer_from_before_the_probe_closes_nothing(harness: Harness) -> None:
    """A message that was answered, found the circuit open, and then probed without a call."""
    breaker = harness.breaker()
    permit = CallPermit(breaker)
    permit.record_response("pi_1")
    opened(harness)
    breaker.read()
    assert permit.admits()
    permit.leave()
    assert harness.circuit.circuit.state is State.OPEN
    assert harness.metrics.counts["PspCircuitClosed"] == 0


@pytest.mark.parametrize("answer", [AWAY, LIMITED, LOCKED_OUT])
def test_a_probe_that_fails_opens_it_for_longer(harness: Harness, answer: Outcome) -> None:
    """One failure is enough, also after a good answer; the third opening in a row lasts 20 s."""
    opened(harness)
    permit = CallPermit(harness.breaker())
    assert permit.admits()
    permit.record_response("pi_1")
    permit.record_response(answer)
    assert not permit.admits()
    permit.leave()
    circuit = harness.circuit.circuit
    assert (circuit.state, circuit.openings) == (State.OPEN, 3)
    assert circuit.until - harness.clock.now() == max(20, answer.retry_after or 0)


def test_a_failed_probe_that_could_not_be_written_calls_nobody_any_more(harness: Harness) -> None:
    """When the message is done it is written after all; it is no probe that asked nobody."""
    opened(harness)
    permit = CallPermit(harness.breaker())
    assert permit.admits()
    harness.circuit.fail_next("put", UnavailableError("away"))
    permit.record_response(AWAY)
    assert not permit.admits()
    permit.leave()
    assert (harness.circuit.circuit.state, harness.circuit.circuit.openings) == (State.OPEN, 3)


def test_a_probe_that_asked_nobody_gives_its_turn_back(harness: Harness) -> None:
    """The next message probes at once."""
    opened(harness)
    permit = CallPermit(harness.breaker())
    assert permit.admits()
    permit.leave()
    assert CallPermit(harness.breaker()).admits()


def test_a_dead_workers_probe_ends_with_its_lease(harness: Harness) -> None:
    """Until then nobody calls; then another message probes, and the late one changes nothing."""
    opened(harness)
    dead = CallPermit(harness.breaker())
    assert dead.admits()
    harness.clock.advance(TIMING.lease - 1)
    assert not CallPermit(harness.breaker()).admits()
    harness.clock.advance(1)
    assert CallPermit(harness.breaker()).admits()
    dead.record_response("pi_1")
    dead.leave()
    assert harness.circuit.circuit.state is State.PROBING


def test_a_lost_probe_that_finds_it_closed_goes_through(harness: Harness) -> None:
    """Another worker's probe was faster."""
    opened(harness)
    breaker = harness.breaker()
    harness.circuit.circuit = Circuit(9)
    assert CallPermit(breaker).admits()


@pytest.mark.parametrize("error", [UnavailableError("away"), UnreadableRowError("of 2031")])
def test_a_circuit_that_cant_be_read_stops_nobody(harness: Harness, error: Exception) -> None:
    """It counts as closed for this batch, and somebody is told."""
    opened(harness, 60)
    harness.circuit.fail_next("get", error)
    assert CallPermit(harness.breaker()).admits()
    assert harness.metrics.counts["PspCircuitUnreadable"] == 1


@pytest.mark.parametrize("after", [False, True])
def test_a_probe_that_was_not_surely_claimed_waits(harness: Harness, *, after: bool) -> None:
    """Written or not: no call without a claim; the lease frees the next."""
    opened(harness)
    harness.circuit.fail_next("put", UnavailableError("away"), after=after)
    assert not CallPermit(harness.breaker()).admits()
    harness.clock.advance(TIMING.lease)
    assert CallPermit(harness.breaker()).admits()


@pytest.mark.parametrize(("fraction", "seconds"), [(0.0, 30), (0.5, 32), (0.999, 35)])
def test_who_waits_comes_back_when_it_may_be_probed(
    harness: Harness, fraction: float, seconds: int
) -> None:
    """Not all at once: over the length of a first opening."""
    opened(harness, 30)
    harness.random.value = fraction
    assert CallPermit(harness.breaker()).pause() == seconds


def test_a_probe_is_waited_for_shortly(harness: Harness) -> None:
    """Its lease is for a dead worker; a living one is done in a moment."""
    opened(harness)
    breaker = harness.breaker()
    assert CallPermit(breaker).admits()
    assert (CallPermit(breaker).pause() or 0) <= 1 + TIMING.circuit_open[0]
