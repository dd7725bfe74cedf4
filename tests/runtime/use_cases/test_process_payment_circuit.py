"""The step function with the PSP's circuit open: payments wait, and no attempt is used."""

import pytest

from runtime.domain.circuit import Circuit, FailureReason, State
from runtime.domain.payment import Status
from runtime.domain.psp import Kind, Outcome
from runtime.use_cases.process_payment import process_payment
from tests.fakes.payments import ID, TIMING, World
from tests.fakes.run import deliver, run_to_rest

LIMITED = Outcome(Kind.RETRYABLE, "provider_rate_limited", retry_after=300)
LOCKED_OUT = Outcome(Kind.MISCONFIGURED, "provider_misconfigured")


@pytest.fixture(name="world")
def _world() -> World:
    return World()


def opened(world: World, seconds: int = 30) -> None:
    """The circuit may be probed in so many seconds."""
    until = world.clock.now() + seconds
    world.circuit.circuit = Circuit(1, State.OPEN, until, 1, FailureReason.FAILING)


@pytest.mark.parametrize("status", [Status.QUEUED, Status.VERIFYING])
def test_a_payment_waits_as_a_new_delayed_message(world: World, status: Status) -> None:
    """No call, no entry, no attempt; the message comes back when the circuit may be probed."""
    payment = world.in_status(status)
    world.clock.advance(5)
    world.psp.calls.clear()
    opened(world)
    deliver(world)
    assert world.psp.calls == []
    assert world.row().version == payment.version
    assert world.queue.sent == [(ID, 32)]
    assert world.row().due_at == world.clock.now() + 32 + TIMING.first_sweep
    assert world.metrics.counts["PspCircuitWaited"] == 1


def test_a_retry_waits_without_a_claim(world: World) -> None:
    """The second attempt is not started while the circuit is open, and starts when it closes."""
    world.waiting()
    world.clock.advance(10)
    opened(world)
    deliver(world)
    assert world.row().attempt_count == 1
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.row().attempt_count == 2
    assert world.circuit.circuit.state is State.CLOSED


def test_a_circuit_that_opens_before_the_claim_uses_no_attempt(world: World) -> None:
    """Another message of the batch opened it while this one's object was prepared."""
    world.accepted()
    breaker = world.breaker()

    def open_meanwhile(ref: str) -> str:
        breaker.open(breaker.circuit, FailureReason.FAILING, None)
        return ref

    world.psp.script("prepare", [open_meanwhile])
    process_payment(ID, world.processing(breaker))
    assert world.row().status is Status.QUEUED
    assert world.psp.called("charge") == []
    assert len(world.queue.sent) == 1


@pytest.mark.parametrize(("outcome", "seconds"), [(LIMITED, 302), (LOCKED_OUT, 7)])
def test_a_prepare_that_opens_the_circuit_waits_for_it(
    world: World, outcome: Outcome, seconds: int
) -> None:
    """The payment stays queued and comes back with the circuit, not on the polling steps."""
    payment = world.accepted()
    world.psp.script("prepare", [outcome])
    deliver(world)
    assert world.row().version == payment.version
    assert world.queue.sent == [(ID, seconds)]


def test_refused_credentials_let_payments_wait(world: World) -> None:
    """A 401 from `prepare`: the payment stays queued, the others call nobody, the key is mended."""
    world.accepted()
    world.psp.script("prepare", [LOCKED_OUT])
    deliver(world)
    assert world.row().attempt_count == 0
    calls = len(world.psp.calls)
    deliver(world)
    assert len(world.psp.calls) == calls
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.metrics.counts["PspMisconfigured"] == 1


def test_a_rate_limit_is_waited_for_by_everybody(world: World) -> None:
    """A 429's `Retry-After` closes the way for as long as the PSP asked, then one call probes."""
    world.accepted()
    world.psp.script("charge", [LIMITED])
    deliver(world)
    assert world.circuit.circuit.until == world.clock.now() + 300
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.row().attempt_count == 2


def test_an_outage_costs_one_call_a_probe_and_no_attempt(world: World) -> None:
    """As long as the PSP is away the payment stays queued, probed after 5, 10, 20, … seconds."""
    away = Outcome(Kind.RETRYABLE, "provider_unavailable", ailing=True)
    world.accepted()
    opened(world, 5)
    world.psp.script("prepare", [away] * 4)
    run_to_rest(world)
    assert world.row().status is Status.SUCCEEDED
    assert world.row().attempt_count == 1
    assert len(world.psp.called("prepare")) == 5
    assert [one.state for one in world.circuit.written] == [
        *[State.PROBING, State.OPEN] * 4,
        State.PROBING,
        State.CLOSED,
    ]


def test_a_payment_does_not_wait_past_its_window(world: World) -> None:
    """`give_up` needs no PSP: a payment that nobody began fails when its window is over."""
    payment = world.accepted()
    world.clock.time = payment.charge_until
    opened(world)
    deliver(world)
    assert world.story() == ["accept", "give_up"]
    assert world.psp.calls == []


def test_a_step_that_fails_on_our_side_gives_its_probe_back(world: World) -> None:
    """The cipher is away: the message returns, and the next one may probe."""
    world.accepted()
    opened(world, 0)
    world.cipher.fail_next("open", TimeoutError())
    with pytest.raises(TimeoutError):
        deliver(world)
    assert world.circuit.circuit.state is State.OPEN
    deliver(world)
    assert world.row().status is Status.SUCCEEDED
