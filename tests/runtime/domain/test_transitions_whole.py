"""Every word that each transition writes, as `transitions.json` has it."""

from collections.abc import Callable, Mapping
from typing import Final

import pytest

from runtime.domain import transitions
from runtime.domain.payment import Check, Payment, PaymentError
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.domain.state_machine import Change
from tests.fakes import whole
from tests.fakes.payments import REF, TIMING, Harness, paid

EXPECTED: Final = whole.expected(__file__, "transitions.json")
ERROR: Final = PaymentError(
    code="card_declined", decline_code="lost_card", advice_code="do_not_try_again"
)
DECLINED: Final = Outcome(
    OutcomeKind.DECLINED, ERROR.code, ERROR.decline_code, ERROR.advice_code, request_id="req_1"
)
SILENT: Final = Outcome(OutcomeKind.RETRYABLE, "", "ignored", "ignored")
CHECKS: Final = (Check(name="status", passed=True), Check(name="amount", passed=False))


def ended(harness: Harness) -> Payment:
    """Its first attempt is over, and said nothing of an error."""
    payment, later = harness.claimed(), harness.clock.now() + 10
    change = transitions.retry_later(payment, SILENT, later, harness.stamp(), TIMING)
    return harness.write(change)


def known(harness: Harness) -> Payment:
    """It waits for the PSP's record, and has been in doubt for a reason."""
    return harness.write(
        transitions.read_back(harness.claimed(), DECLINED, harness.stamp(), TIMING)
    )


Way = tuple[Callable[[Harness], Payment], Callable[[Harness, Payment], Change]]
WAYS: Final[Mapping[str, Way]] = {
    "claim": (
        Harness.accepted,
        lambda h, p: transitions.claim(p, REF, "fake", "other", h.stamp(), TIMING),
    ),
    "claim_again": (
        ended,
        lambda h, p: transitions.claim(p, "not used", "nor this", "other", h.stamp(), TIMING),
    ),
    "retry_later": (
        Harness.claimed,
        lambda h, p: transitions.retry_later(p, DECLINED, h.clock.now() + 60, h.stamp(), TIMING),
    ),
    "retry_later without a word": (
        Harness.claimed,
        lambda h, p: transitions.retry_later(p, SILENT, h.clock.now() + 60, h.stamp(), TIMING),
    ),
    "read_back": (
        Harness.claimed,
        lambda h, p: transitions.read_back(p, DECLINED, h.stamp(), TIMING),
    ),
    "read_back of an ended attempt": (
        ended,
        lambda h, p: transitions.read_back(p, SILENT, h.stamp(), TIMING),
    ),
    "decline": (Harness.claimed, lambda h, p: transitions.decline(p, DECLINED, h.stamp(), TIMING)),
    "decline without a word": (
        Harness.claimed,
        lambda h, p: transitions.decline(p, SILENT, h.stamp(), TIMING),
    ),
    "succeed": (known, lambda h, p: transitions.succeed(p, paid(p), CHECKS, h.stamp(), TIMING)),
    "try_again": (
        Harness.verifying,
        lambda h, p: transitions.try_again(p, h.clock.now() + 60, h.stamp(), TIMING),
    ),
    "fail": (known, lambda h, p: transitions.fail(p, ERROR, h.stamp(), TIMING)),
    "park": (
        Harness.verifying,
        lambda h, p: transitions.park(
            p, PaymentError(code="verification_mismatch"), CHECKS, h.stamp(), "as the PSP has it"
        ),
    ),
    "park without a record": (
        Harness.verifying,
        lambda h, p: transitions.park(
            p, PaymentError(code="verification_timeout"), CHECKS, h.stamp()
        ),
    ),
    "cancel": (Harness.accepted, lambda h, p: transitions.cancel(p, h.stamp())),
    "give_up": (Harness.accepted, lambda h, p: transitions.give_up(p, ERROR, h.stamp(), TIMING)),
}


def change_of(name: str) -> Change:
    """One transition, eleven seconds after what came before it."""
    make, move = WAYS[name]
    harness = Harness()
    payment = make(harness)
    harness.clock.advance(11)
    return move(harness, payment)


@pytest.mark.parametrize("name", WAYS)
def test_a_transition_writes_these_words(name: str) -> None:
    """What an auditor reads and what the next step goes by: nothing is missing or left over."""
    change = change_of(name)
    assert whole.of_change(change) == EXPECTED[name]
    assert change.after.updated_at == change.entries[-1].at
    assert change.after.version == change.entries[-1].seq


def test_what_is_final_waits_for_its_mail_alone() -> None:
    """Whatever the row said before of an attempt to come."""
    harness = Harness()
    planned = harness.verifying().model_copy(update={"next_attempt_at": 1})
    after = transitions.fail(planned, ERROR, harness.stamp(), TIMING).after
    assert after.next_attempt_at is None
    assert set(transitions.finalized(planned, "failed", 5, harness.stamp(), TIMING)) == {
        "notification",
        "next_attempt_at",
        "due_at",
    }


def test_no_word_is_expected_of_a_transition_that_is_gone() -> None:
    """The file names those that are tried, and no others."""
    assert set(EXPECTED) == set(WAYS)
