"""The step function with the PSP's circuit open: payments wait, and no attempt is used."""

import pytest

from runtime.domain.circuit import Circuit, FailureReason, State
from runtime.domain.payment import Status
from runtime.domain.psp import Outcome, OutcomeKind, PspObject
from runtime.use_cases.process_payment import process_payment
from tests.fakes.payments import ID, TIMING, Harness
from tests.fakes.run import deliver, run_to_rest

LIMITED = Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited", retry_after=300)
LOCKED_OUT = Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured")


@pytest.fixture(name="harness")
def _harness() -> Harness:
    return Harness()


def opened(harness: Harness, seconds: int = 30) -> None:
    """The circuit may be probed in so many seconds."""
    until = harness.clock.now() + seconds
    harness.circuit.circuit = Circuit(1, State.OPEN, until, 1, FailureReason.FAILING)


@pytest.mark.parametrize("status", [Status.QUEUED, Status.VERIFYING])
def test_a_payment_waits_as_a_new_delayed_message(harness: Harness, status: Status) -> None:
    """No call, no entry, no attempt; the message comes back when the circuit may be probed."""
    payment = harness.in_status(status)
    harness.clock.advance(5)
    harness.psp.calls.clear()
    opened(harness)
    deliver(harness)
    assert harness.psp.calls == []
    assert harness.row().version == payment.version
    assert harness.queue.sent == [(ID, 32)]
    assert harness.row().due_at == harness.clock.now() + 32 + TIMING.first_sweep
    assert harness.metrics.counts["PspCircuitWaited"] == 1


def test_a_retry_waits_without_a_claim(harness: Harness) -> None:
    """The second attempt is not started while the circuit is open, and starts when it closes."""
    harness.waiting()
    harness.clock.advance(10)
    opened(harness)
    deliver(harness)
    assert harness.row().attempt_count == 1
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.row().attempt_count == 2
    assert harness.circuit.circuit.state is State.CLOSED


def test_a_circuit_that_opens_before_the_claim_uses_no_attempt(harness: Harness) -> None:
    """Another message of the batch opened it while this one's object was prepared."""
    harness.accepted()
    breaker = harness.breaker()

    def open_meanwhile(ref: str) -> PspObject:
        breaker.open(breaker.circuit, FailureReason.FAILING, None)
        return PspObject(ref)

    harness.psp.script("prepare", [open_meanwhile])
    process_payment(ID, harness.processing(breaker))
    assert harness.row().status is Status.QUEUED
    assert harness.psp.called("charge") == []
    assert len(harness.queue.sent) == 1


@pytest.mark.parametrize(("outcome", "seconds"), [(LIMITED, 302), (LOCKED_OUT, 7)])
def test_a_prepare_that_opens_the_circuit_waits_for_it(
    harness: Harness, outcome: Outcome, seconds: int
) -> None:
    """The payment stays queued and comes back with the circuit, not on the polling steps."""
    payment = harness.accepted()
    harness.psp.script("prepare", [outcome])
    deliver(harness)
    assert harness.row().version == payment.version
    assert harness.queue.sent == [(ID, seconds)]


def test_refused_credentials_let_payments_wait(harness: Harness) -> None:
    """A 401 from `prepare`: the payment stays queued, the others call nobody, the key is mended."""
    harness.accepted()
    harness.psp.script("prepare", [LOCKED_OUT])
    deliver(harness)
    assert harness.row().attempt_count == 0
    calls = len(harness.psp.calls)
    deliver(harness)
    assert len(harness.psp.calls) == calls
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.metrics.counts["PspMisconfigured"] == 1


def test_a_rate_limit_is_waited_for_by_everybody(harness: Harness) -> None:
    """A 429's `Retry-After` closes the way for as long as the PSP asked, then one call probes."""
    harness.accepted()
    harness.psp.script("charge", [LIMITED])
    deliver(harness)
    assert harness.circuit.circuit.until == harness.clock.now() + 300
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.row().attempt_count == 2


def test_an_outage_costs_one_call_a_probe_and_no_attempt(harness: Harness) -> None:
    """As long as the PSP is away the payment stays queued, probed after 5, 10, 20, … seconds."""
    away = Outcome(OutcomeKind.RETRYABLE, "provider_unavailable", failing=True)
    harness.accepted()
    opened(harness, 5)
    harness.psp.script("prepare", [away] * 4)
    run_to_rest(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert harness.row().attempt_count == 1
    assert len(harness.psp.called("prepare")) == 5
    assert [one.state for one in harness.circuit.written] == [
        *[State.PROBING, State.OPEN] * 4,
        State.PROBING,
        State.CLOSED,
    ]


def test_a_payment_does_not_wait_past_its_window(harness: Harness) -> None:
    """`give_up` needs no PSP: a payment that nobody began fails when its window is over."""
    payment = harness.accepted()
    harness.clock.time = payment.charge_until
    opened(harness)
    deliver(harness)
    assert harness.history() == ["accept", "give_up"]
    assert harness.psp.calls == []


def test_a_step_that_fails_on_our_side_gives_its_probe_back(harness: Harness) -> None:
    """The cipher is away: the message returns, and the next one may probe."""
    harness.accepted()
    opened(harness, 0)
    harness.cipher.fail_next("open", TimeoutError())
    with pytest.raises(TimeoutError):
        deliver(harness)
    assert harness.circuit.circuit.state is State.OPEN
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
