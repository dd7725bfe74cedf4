"""What every step shares: the budget of time, the back-off, write then tell."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.domain import transitions
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, PspRecord
from runtime.use_cases.process_payment_ports import (
    NOT_ASKED,
    ProcessPaymentPorts,
    back_off,
    cancel_at_psp,
    look_up,
    write,
)
from tests.fakes.payments import ID, REF, TIMING, Harness


@given(
    attempts=st.integers(min_value=1, max_value=3),
    fraction=st.floats(min_value=0, max_value=1, exclude_max=True),
)
def test_the_back_off_stays_within_its_spread(attempts: int, fraction: float) -> None:
    """10, 40, 160 s, each ± 50 %."""
    harness = Harness()
    harness.random.value = fraction
    planned = TIMING.back_off[attempts - 1]
    assert planned // 2 <= back_off(attempts, harness.processing()) <= planned * 3 // 2


@pytest.mark.parametrize(
    ("fraction", "waits"), [(0.0, [5, 20, 80]), (0.5, [10, 40, 160]), (0.999_9, [15, 60, 240])]
)
def test_payments_that_failed_at_one_time_spread(fraction: float, waits: list[int]) -> None:
    """The wait goes from one end of the spread to the other, by chance."""
    harness = Harness()
    harness.random.value = fraction
    assert [back_off(number, harness.processing()) for number in (1, 2, 3)] == waits


@given(asked=st.integers(min_value=0, max_value=100_000))
def test_a_retry_after_is_honoured_up_to_the_cap(asked: int) -> None:
    """The longer of the two waits, and never more than the queue can delay."""
    assert back_off(1, Harness().processing(), asked) == min(max(10, asked), 900)


@pytest.mark.parametrize(("question", "calls"), [(look_up, 1), (cancel_at_psp, 2)])
def test_nothing_is_asked_without_the_time_for_the_answer(
    question: Callable[[str, ProcessPaymentPorts], PspRecord | Outcome], calls: int
) -> None:
    """A question starts only with the longest time of its calls, and 5 s to write, left."""
    harness = Harness()
    harness.psp.prepare(harness.accepted(), Clear("pm_card_visa"), 1)
    harness.seconds_left = calls * TIMING.psp_call + 5
    assert not isinstance(question(REF, harness.processing()), Outcome)
    harness.seconds_left -= 0.1
    assert question(REF, harness.processing()) is NOT_ASKED


@pytest.mark.parametrize(("question", "calls"), [(look_up, 1), (cancel_at_psp, 2)])
def test_a_call_that_does_not_fit_raises_an_alarm(
    question: Callable[[str, ProcessPaymentPorts], PspRecord | Outcome], calls: int
) -> None:
    """A step that never fits would stand still for a day, and nobody would hear of it."""
    harness = Harness()
    harness.psp.prepare(harness.accepted(), Clear("pm_card_visa"), 1)
    harness.seconds_left = calls * TIMING.psp_call + 5
    question(REF, harness.processing())
    assert harness.metrics.counts["StepOutOfTime"] == 0
    harness.seconds_left -= 0.1
    question(REF, harness.processing())
    assert harness.metrics.counts["StepOutOfTime"] == 1


@pytest.mark.parametrize(("question", "name"), [(look_up, "lookup"), (cancel_at_psp, "cancel")])
def test_refused_credentials_raise_an_alarm(
    question: Callable[[str, ProcessPaymentPorts], PspRecord | Outcome], name: str
) -> None:
    """Every answer that refuses our key is counted."""
    harness = Harness()
    harness.psp.script(name, [Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured")])
    question(REF, harness.processing())
    assert harness.metrics.counts["PspMisconfigured"] == 1


@pytest.mark.fault(
    "F42",
    sees="One outcome",
    does="One write passes its version condition; whoever lost tells nobody and charges nothing",
)
def test_a_write_that_lost_the_race_tells_nobody() -> None:
    """Who was first has told already."""
    harness = Harness()
    payment = harness.accepted()
    change = transitions.cancel(payment, harness.stamp())
    harness.write(change)
    assert not write(change, harness.processing(), again_in=5)
    assert harness.queue.sent == []


def test_a_long_planned_wait_is_cut_to_what_the_queue_can_delay() -> None:
    """Longer waits are left to the sweeper."""
    harness = Harness()
    payment = harness.claimed()
    change = transitions.retry_later(
        payment, Outcome(OutcomeKind.RETRYABLE), harness.clock.now() + 5000, harness.stamp(), TIMING
    )
    assert write(change, harness.processing(), again_in=5000)
    assert harness.queue.sent == [(ID, 900)]
