"""Every word that a step writes, sends, asks and counts, as `process_payment.json` has it."""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from runtime.domain import transitions
from runtime.domain.errors import ConflictError
from runtime.domain.psp import Outcome, OutcomeKind, PspObject, PspState
from tests.fakes import whole
from tests.fakes.payments import REF, TIMEOUT, TIMING, Harness
from tests.fakes.run import deliver
from tests.fakes.stories import Do, after, book, by_hand, one_by_one, passing, psp

EXPECTED: Final = whole.expected(__file__, "process_payment.json")
DECLINED: Final = Outcome(
    OutcomeKind.DECLINED, "card_declined", "lost_card", "do_not_try_again", request_id="req_1"
)
REJECTED: Final = Outcome(OutcomeKind.REJECTED, "provider_rejected", request_id="req_2")
REFUSED: Final = Outcome(OutcomeKind.RETRYABLE, "provider_unavailable")
KEPT: Final = Outcome(OutcomeKind.UNKNOWN, "provider_error", kept=True)
LOCKED_OUT: Final = Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured")
LIMITED: Final = Outcome(OutcomeKind.RETRYABLE, "provider_rate_limited", retry_after=300)


def attempts(number: int, *outcomes: Outcome) -> Do:
    """A payment that waits after so many attempts, or after these."""

    def make(harness: Harness) -> None:
        payment = harness.claimed()
        for told in outcomes or (REFUSED,) * number:
            stamp = harness.stamp()
            change = transitions.retry_later(payment, told, stamp.at, stamp, TIMING)
            payment = harness.write(change)
            if payment.attempt_count < number:
                change = transitions.claim(payment, REF, "fake", "other", stamp, TIMING)
                payment = harness.write(change)

    return make


def rejected(harness: Harness) -> None:
    """Its attempt was rejected, and nobody knows what became of its object."""
    harness.write(transitions.read_back(harness.claimed(), REJECTED, harness.stamp(), TIMING))


def in_doubt(outcome: Outcome) -> Do:
    """Its attempt ended so, and only the PSP's record decides."""

    def make(harness: Harness) -> None:
        payment, stamp = harness.claimed(), harness.stamp()
        harness.write(transitions.read_back(payment, outcome, stamp, TIMING))

    return make


def second_rejected(harness: Harness) -> None:
    """The first attempt was refused for now, the second for good."""
    attempts(1)(harness)
    stamp = harness.stamp()
    claim = transitions.claim(harness.row(), REF, "fake", "other", stamp, TIMING)
    harness.write(transitions.read_back(harness.write(claim), REJECTED, stamp, TIMING))


def rejected_with_money(harness: Harness) -> None:
    """The PSP refuses the request, and has taken the money."""
    harness.psp.script("charge", [lambda ref: harness.psp.lie(ref, REJECTED)])
    deliver(harness)


def window_closes(harness: Harness) -> None:
    """While the PSP makes the object."""

    def slow(ref: str) -> PspObject:
        harness.clock.advance(TIMING.charge_window)
        return PspObject(ref)

    harness.psp.script("prepare", [slow])
    deliver(harness)


def lost_claim(harness: Harness) -> None:
    """Another worker was faster."""
    harness.ledger.fail_next("commit", ConflictError("moved"))
    deliver(harness)


def no_time(harness: Harness) -> None:
    """The invocation is about to end."""
    harness.seconds_left = 14
    deliver(harness)


DAY: Final = 24 * 3600
PAID: Final[dict[str, Any]] = {"state": PspState.PAID}
STORIES: Final[Mapping[str, tuple[Do, Do]]] = {
    "good": (Harness.accepted, deliver),
    "declined": (Harness.accepted, psp(charge=DECLINED)),
    "rejected at the object": (Harness.accepted, psp(prepare=REJECTED)),
    "declined at the object": (Harness.accepted, psp(prepare=DECLINED)),
    "no object": (Harness.accepted, psp(prepare=REFUSED)),
    "locked out": (Harness.accepted, psp(prepare=LOCKED_OUT)),
    "a failure that is kept": (Harness.accepted, after(60, psp(prepare=[KEPT]))),
    "all keys failed": (Harness.accepted, psp(prepare=[KEPT, KEPT])),
    "rejected and canceled": (Harness.accepted, psp(charge=REJECTED)),
    "rejected and nobody knows": (Harness.accepted, psp(charge=REJECTED, cancel=TIMEOUT)),
    "rejected and paid": (Harness.accepted, rejected_with_money),
    "refused for now": (Harness.accepted, psp(charge=REFUSED)),
    "refused for so long": (Harness.accepted, psp(charge=LIMITED)),
    "no answer, and not charged": (Harness.accepted, psp(charge=TIMEOUT)),
    "no answer twice": (Harness.accepted, psp(charge=TIMEOUT, lookup=TIMEOUT)),
    "the fourth refusal": (attempts(3), psp(charge=REFUSED)),
    "no time to ask": (Harness.accepted, no_time),
    "a claim that was lost": (Harness.accepted, lost_claim),
    "the window closes meanwhile": (Harness.accepted, window_closes),
    "the window is over": (Harness.accepted, after(TIMING.charge_window)),
    "the window is over after an attempt": (attempts(1), after(TIMING.charge_window)),
    "somebody else charges": (Harness.claimed, deliver),
    "whoever charged is gone": (Harness.claimed, after(TIMING.lease)),
    "whoever charged is gone, with the money": (Harness.claimed, book(after(TIMING.lease), **PAID)),
    "whoever charged is gone, no answer": (
        Harness.claimed,
        after(TIMING.lease, psp(lookup=TIMEOUT)),
    ),
    "the next attempt": (attempts(1), deliver),
    "the next attempt, no answer": (attempts(1), psp(lookup=TIMEOUT)),
    "the next attempt finds the money": (attempts(1), book(**PAID)),
    "the next attempt finds a payer who is needed": (
        attempts(1),
        book(state=PspState.NEEDS_PAYER),
    ),
    "the next attempt, but too early": (
        one_by_one(Harness.waiting, passing(-11)),
        deliver,
    ),
    "verifying, not charged": (Harness.verifying, deliver),
    "verifying, nothing to hear for a day": (Harness.verifying, after(DAY, psp(lookup=TIMEOUT))),
    "verifying, declined without a word": (Harness.verifying, book(state=PspState.DECLINED)),
    "verifying, declined": (
        Harness.verifying,
        book(state=PspState.DECLINED, decline=DECLINED),
    ),
    "verifying, the payer is needed": (Harness.verifying, book(state=PspState.NEEDS_PAYER)),
    "verifying, pending": (Harness.verifying, book(state=PspState.PENDING)),
    "verifying, canceled": (Harness.verifying, book(state=PspState.CANCELED)),
    "verifying, held": (Harness.verifying, book(state=PspState.HELD)),
    "verifying, paid": (Harness.verifying, book(**PAID)),
    "verifying, paid in another mode": (Harness.verifying, book(**PAID, livemode=True)),
    "verifying a rejection": (rejected, deliver),
    "verifying, canceled, and nobody said why": (
        in_doubt(Outcome(OutcomeKind.UNKNOWN)),
        book(state=PspState.CANCELED),
    ),
    "verifying a rejection without a word": (in_doubt(Outcome(OutcomeKind.REJECTED)), deliver),
    "verifying a second attempt that was rejected": (second_rejected, deliver),
    "terms changed before": (Harness.accepted, by_hand(amount=9900, currency="usd")),
    "terms changed while it waits": (attempts(1), by_hand(amount=9900)),
    "terms changed while in doubt": (Harness.verifying, by_hand(merchant="bistro")),
    "a success whose mail is due": (Harness.succeeded, deliver),
    "canceled": (Harness.canceled, deliver),
    "parked": (Harness.parked, deliver),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_step_leaves_this_behind(name: str) -> None:
    """What was written, sent, asked and counted: nothing is missing or left over."""
    assert whole.of_story(*STORIES[name]) == EXPECTED[name]


def test_no_story_is_expected_that_is_not_told() -> None:
    """The file names those that are played, and no others."""
    assert set(EXPECTED) == set(STORIES)
