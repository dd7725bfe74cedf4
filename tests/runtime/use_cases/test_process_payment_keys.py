"""The step function where the PSP keeps a failure under the key that asked for the object."""

import pytest

from runtime.domain.circuit import FAILURES
from runtime.domain.payment import Status
from runtime.domain.prepare_keys import allowed_keys
from runtime.domain.psp import Outcome, OutcomeKind, PspObject
from tests.fakes.payments import ID, REF, Harness
from tests.fakes.run import deliver, run_to_rest

FIRST_500 = Outcome(OutcomeKind.UNKNOWN, "provider_error", failing=True)
KEPT_500 = Outcome(OutcomeKind.UNKNOWN, "provider_error", failing=True, kept=True)
OTHERS_KEY = Outcome(OutcomeKind.UNKNOWN, "provider_error", kept=True)
DECLINED = Outcome(OutcomeKind.DECLINED, "card_declined", kept=True)


@pytest.fixture(name="harness")
def _harness() -> Harness:
    return Harness()


def keeping(harness: Harness, failures: dict[str, Outcome]) -> None:
    """The PSP answers so to whoever asks for these objects, and well to all others."""

    def answer(ref: str) -> Outcome | PspObject:
        return failures.get(ref) or PspObject(ref)

    harness.psp.script("prepare", [answer] * 9_999)


def asked(harness: Harness) -> list[str | None]:
    """The objects that were asked for, in order."""
    return [call.ref for call in harness.psp.called("prepare")]


@pytest.mark.parametrize("kept", [KEPT_500, OTHERS_KEY])
@pytest.mark.fault(
    "F73",
    sees="`succeeded`, as soon as the PSP is well",
    does="Asks for the object under another key; the nightly run cancels what was left over",
)
def test_a_failure_that_is_kept_is_asked_again_under_another_key(
    harness: Harness, kept: Outcome
) -> None:
    """F73: a kept 500 and a key of another request's each cost one call and no time."""
    harness.accepted()
    keeping(harness, {REF: kept})
    deliver(harness)
    assert harness.row().status is Status.SUCCEEDED
    assert asked(harness) == [REF, f"{REF}_2"]
    assert harness.psp.charges == [f"{REF}_2"]
    assert harness.metrics.counts["PspFailureKept"] == 1


def test_a_failure_that_may_not_be_kept_is_asked_again_under_its_key(harness: Harness) -> None:
    """The first 500 may have made the object, and the next answer under that key may name it."""
    harness.accepted()
    harness.psp.script("prepare", [FIRST_500])
    run_to_rest(harness)
    assert asked(harness) == [REF, REF]
    assert harness.psp.charges == [REF]


def test_two_looks_find_one_object(harness: Harness) -> None:
    """Each look walks the keys from the first; a later one names no object of its own."""
    harness.accepted()
    keeping(harness, {REF: KEPT_500})
    harness.circuit.fail_next("get", RuntimeError("dies"))
    with pytest.raises(RuntimeError):
        deliver(harness)
    harness.psp.script("charge", [Outcome(OutcomeKind.RETRYABLE, "provider_unavailable")])
    run_to_rest(harness)
    assert set(asked(harness)) == {REF, f"{REF}_2"}
    assert {call.ref for call in harness.psp.called("charge")} == {f"{REF}_2"}


def test_an_outage_uses_few_keys(harness: Harness) -> None:
    """Where every key keeps a failure the payment waits; each look asks under those it may use."""
    payment = harness.accepted()
    names = [REF, *(f"{REF}_{key}" for key in range(2, 99))]
    keeping(harness, dict.fromkeys(names, KEPT_500))
    run_to_rest(harness)
    assert (harness.row().status, harness.error_code()) == (Status.FAILED, "charge_window_passed")
    window = payment.charge_until - payment.created_at
    assert len(set(asked(harness))) == allowed_keys(window - 1)
    assert asked(harness)[:2] == [REF, f"{REF}_2"]


def test_the_walk_stops_where_the_time_does(harness: Harness) -> None:
    """With no time for another call the payment waits, and has used no attempt."""
    harness.accepted()
    spent = iter([45.0, 45.0, 14.9, 14.9])

    def slowly(_: str) -> Outcome:
        harness.seconds_left = next(spent)
        return KEPT_500

    harness.psp.script("prepare", [slowly, slowly, slowly])
    harness.clock.advance(600)
    deliver(harness)
    assert len(asked(harness)) == 3
    assert harness.row().status is Status.QUEUED
    assert [message for message, _ in harness.queue.sent] == [ID]


def test_a_refusal_that_is_kept_is_a_refusal(harness: Harness) -> None:
    """Another key would only hear it once more."""
    harness.accepted()
    harness.psp.script("prepare", [DECLINED])
    deliver(harness)
    assert harness.history() == ["accept", "give_up"]
    assert asked(harness) == [REF]


def test_what_is_kept_opens_no_circuit(harness: Harness) -> None:
    """Forty payments that hear of an old failure say nothing of the PSP as it is now."""
    keeping(harness, {REF: KEPT_500})
    for _ in range(8 * FAILURES):
        harness.ledger.rows.clear()
        harness.ledger.lines.clear()
        harness.accepted()
        deliver(harness)
    assert harness.circuit.written == []
