"""The checks of the circuit breaker find what they are for."""

import pytest

from runtime.domain.circuit import Circuit, FailureReason, State
from simulator.circuit import Container, Pass, left, switched

NOW = 1_795_341_600
CLOSED = Circuit(3)
OPEN = Circuit(4, State.OPEN, NOW + 5, 1, FailureReason.FAILING)
PROBING = Circuit(5, State.PROBING, NOW + 80, 1, FailureReason.FAILING, "owner-7.1")
AGAIN = Circuit(6, State.OPEN, NOW + 20, 2, FailureReason.FAILING)
GIVEN_BACK = Circuit(6, State.OPEN, NOW + 5, 1, FailureReason.FAILING)
SECOND = Circuit(6, State.PROBING, NOW + 90, 1, FailureReason.FAILING, "owner-8.1")


@pytest.mark.parametrize(
    ("before", "after", "calls", "now"),
    [
        (CLOSED, OPEN, 1, NOW),
        (OPEN, PROBING, 0, NOW + 5),
        (PROBING, AGAIN, 1, NOW + 6),
        (PROBING, GIVEN_BACK, 0, NOW + 6),
        (PROBING, Circuit(6), 1, NOW + 6),
        (PROBING, SECOND, 0, NOW + 80),
    ],
)
def test_the_life_of_a_circuit_is_sound(
    before: Circuit, after: Circuit, calls: int, now: int
) -> None:
    """Each step that the breaker may take passes."""
    assert list(switched(before, after, calls=calls, now=now)) == []


@pytest.mark.parametrize(
    ("before", "after", "calls", "now", "fault"),
    [
        (CLOSED, PROBING, 0, NOW, "version 5 follows 3"),
        (OPEN, PROBING, 0, NOW + 4, "probed before its time"),
        (PROBING, SECOND, 0, NOW + 79, "two probes at once"),
        (PROBING, GIVEN_BACK, 1, NOW + 6, "a probe that called was given back"),
        (PROBING, Circuit(6), 0, NOW + 6, "closed without a probe's call"),
        (OPEN, Circuit(5), 1, NOW + 6, "closed without a probe's call"),
        (CLOSED, Circuit(4, State.OPEN, NOW, 1), 1, NOW, "open for no reason"),
    ],
)
def test_a_step_that_breaks_a_rule_is_found(
    before: Circuit, after: Circuit, calls: int, now: int, fault: str
) -> None:
    """Each with the rule that it breaks."""
    assert fault in list(switched(before, after, calls=calls, now=now))


def test_a_call_past_an_open_circuit_is_found() -> None:
    """Allowed: closed, unread, the probe's own, and what a message of the same batch closed."""
    known = Pass(Container())
    assert list(left(known, 7)) == []
    known.learn(OPEN)
    assert len(list(left(known, 7))) == 1
    known.learn(PROBING)
    assert len(list(left(known, 8))) == 1
    assert list(left(known, 7)) == []
    known.learn(OPEN)
    known.container.learned = CLOSED
    assert list(left(known, 7)) == []


def test_a_call_that_was_let_leave_is_judged_by_what_was_known_then() -> None:
    """The batch may learn that the circuit opened while the call is on its way; once only."""
    known = Pass(Container())
    known.learn(OPEN)
    known.admitted = CLOSED
    assert list(left(known, 7)) == []
    assert len(list(left(known, 7))) == 1
