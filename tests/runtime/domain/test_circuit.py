"""The breaker's rules: what opens it, for how long, who probes, what closes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.domain.circuit import (
    FAILURES,
    WINDOW_CALLS,
    WINDOW_SECONDS,
    Circuit,
    FailureReason,
    State,
    Window,
    closed,
    failure_reason_of,
    opened,
    probing,
    released,
)
from runtime.domain.psp import Outcome, OutcomeKind
from tests.fakes.payments import TIMING, Harness, paid

NOW = 1_795_341_600


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome(OutcomeKind.UNKNOWN, "provider_timeout", failing=True), FailureReason.FAILING),
        (
            Outcome(OutcomeKind.RETRYABLE, "provider_unavailable", failing=True),
            FailureReason.FAILING,
        ),
        (Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited"), FailureReason.RATE_LIMITED),
        (Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured"), FailureReason.LOCKED_OUT),
        (Outcome(OutcomeKind.UNKNOWN, "provider_error"), None),
        (Outcome(OutcomeKind.APPROVED), None),
        (Outcome(OutcomeKind.PENDING), None),
        (Outcome(OutcomeKind.DECLINED, "card_declined"), None),
        (Outcome(OutcomeKind.REJECTED, "provider_rejected"), None),
        ("pi_1", None),
    ],
)
def test_only_what_ails_the_psp_counts(outcome: object, expected: FailureReason | None) -> None:
    """A bank's no, a bad request or somebody at the same object says nothing about the PSP."""
    assert failure_reason_of(outcome) == expected


def test_a_view_is_a_sign_of_health() -> None:
    """A read that was answered is no failure_reason."""
    assert failure_reason_of(paid(Harness().accepted())) is None


@given(openings=st.integers(min_value=0, max_value=50))
def test_it_stays_open_longer_each_time_in_a_row(openings: int) -> None:
    """5, 10, 20, 40, 60, 60, … seconds."""
    before = Circuit(version=7, openings=openings)
    after = opened(before, FailureReason.FAILING, "token-0", NOW, TIMING)
    planned = (*TIMING.circuit_open, *[TIMING.circuit_open[-1]] * 50)
    assert after == Circuit(
        8, State.OPEN, NOW + planned[openings], openings + 1, FailureReason.FAILING, "token-0"
    )


@given(asked=st.integers(min_value=0, max_value=100_000))
def test_a_retry_after_is_honoured_up_to_the_cap(asked: int) -> None:
    """The longer of the two, and never more than the queue can delay."""
    after = opened(Circuit(), FailureReason.RATE_LIMITED, "token-0", NOW, TIMING, asked)
    assert after.until - NOW == min(max(5, asked), 900)


def test_a_probe_has_an_owner_and_a_lease() -> None:
    """Nobody outlives its invocation, so the lease of an attempt serves the probe as well."""
    before = opened(Circuit(), FailureReason.FAILING, "token-0", NOW, TIMING)
    after = probing(before, "token-1", NOW + 5, TIMING)
    assert (after.version, after.state, after.owner) == (2, State.PROBING, "token-1")
    assert after.until == NOW + 5 + TIMING.lease
    assert after.openings == 1


def test_a_probe_that_asked_nothing_lets_the_next_one_probe_at_once() -> None:
    """It is open as before, and due."""
    probe = probing(
        opened(Circuit(), FailureReason.FAILING, "token-0", NOW, TIMING), "token-1", NOW, TIMING
    )
    after = released(probe, NOW + 1)
    assert after == Circuit(3, State.OPEN, NOW + 1, 1, FailureReason.FAILING)


def test_a_closed_circuit_starts_from_the_first_opening() -> None:
    """Nothing but the version is left of what was."""
    assert closed(Circuit(4, State.PROBING, NOW, 3, FailureReason.FAILING, "token-1")) == Circuit(5)


def failing(window: Window, calls: list[bool], now: int = NOW) -> list[bool]:
    """What the window says to each of these calls, one a second."""
    return [window.add(now + at, failed=bad) for at, bad in enumerate(calls)]


def test_five_failures_among_the_last_calls_are_too_many() -> None:
    """Four are not, and good answers between them change nothing."""
    assert failing(Window(), [True] * FAILURES) == [False] * (FAILURES - 1) + [True]
    mixed = [True, False] * (FAILURES - 1) + [True]
    assert failing(Window(), mixed)[-1] is True


def test_a_good_answer_never_opens() -> None:
    """Whatever was before it."""
    assert failing(Window(), [True] * FAILURES + [False])[-1] is False


def test_old_calls_are_forgotten() -> None:
    """By number, and by age."""
    calls = [True] * (FAILURES - 1) + [False] * WINDOW_CALLS + [True]
    assert failing(Window(), calls)[-1] is False
    window = Window()
    failing(window, [True] * (FAILURES - 1))
    assert window.add(NOW + 2 * WINDOW_SECONDS, failed=True) is False


def test_what_was_seen_under_another_version_is_no_evidence() -> None:
    """A circuit that was opened and closed by others starts anew for this worker."""
    window = Window()
    failing(window, [True] * (FAILURES - 1))
    window.start(0)
    assert window.add(NOW, failed=True) is True
    window.start(1)
    assert window.add(NOW, failed=True) is False


def test_another_number_of_failures_may_be_asked_for() -> None:
    """For a measurement without a breaker it is out of reach."""
    assert not any(failing(Window(failures=10_000), [True] * 100))


def test_a_failure_of_a_window_ago_is_forgotten() -> None:
    """To the second: what happened just `WINDOW_SECONDS` ago does not count any more."""
    for age, opens in ((WINDOW_SECONDS, False), (WINDOW_SECONDS - 1, True)):
        window = Window(failures=2)
        assert not window.add(NOW - age, failed=True)
        assert window.add(NOW, failed=True) is opens


def test_a_circuit_that_nobody_wrote_is_closed_since_ever() -> None:
    """Version 0: the first change is version 1."""
    first = Circuit()
    assert (first.version, first.state, first.until, first.openings) == (0, State.CLOSED, 0, 0)


def test_a_circuit_may_open_for_no_time_at_all() -> None:
    """Where a stack says so and the PSP asks for nothing: the next call may probe."""
    none = TIMING.model_copy(update={"circuit_open": (0,)})
    assert opened(Circuit(), FailureReason.FAILING, "me", NOW, none).until == NOW
