"""What any adapter must make of a failure that the PSP keeps under the call's key."""

import pytest

from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, Psp, PspObject, PspRecord, PspState
from tests.conformance._answers import Captures, MakePayment, Prepared, seen


def ask(psp: Psp, method: str, ref: str) -> PspRecord | Outcome:
    """One call that has no key of ours."""
    match method:
        case "retrieve":
            return psp.lookup(ref)
        case "cancel":
            return psp.cancel(ref)
        case _:
            return next(iter(psp.list(0)))


@pytest.mark.parametrize("failure", ["error500", "idempotency_error"])
def test_a_create_that_fails_for_ever_is_another_question_under_another_key(
    psp: Psp, make_payment: MakePayment, captures: Captures, failure: str
) -> None:
    """The failure is kept under its key, a repeat says so, and the next key brings an object."""
    payment, token = make_payment(), Clear(f"pm_local_{failure}_at_create")
    first = psp.prepare(payment, token, 1)
    again = psp.prepare(payment, token, 1)
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert (first.kind, again.kind, again.kept) == (OutcomeKind.UNKNOWN, OutcomeKind.UNKNOWN, True)
    assert (first.failing, first.kept) == ((failure == "error500"), failure != "error500")
    made = psp.prepare(payment, token, 2)
    assert isinstance(made, PspObject)
    assert psp.charge(payment, made.ref, 1).kind is OutcomeKind.APPROVED
    assert captures(payment) == [(2500, "eur")]


def test_what_a_failed_create_left_over_can_be_canceled(
    psp: Psp, make_payment: MakePayment
) -> None:
    """The list shows it, with the payment's id, and a cancel ends it."""
    payment = make_payment()
    psp.prepare(payment, Clear("pm_local_error500_at_create"), 1)
    listed = (seen(answer) for answer in psp.list(0))
    left = next(record for record in listed if record.payment_id == payment.payment_id)
    assert left.state is PspState.NOT_CHARGED
    assert seen(psp.cancel(left.ref)).state is PspState.CANCELED


def test_a_confirm_under_a_key_of_another_request_charges_nothing(
    psp: Psp, prepared: Prepared, captures: Captures
) -> None:
    """Unknown, kept, and the next attempt has a key of its own."""
    payment, ref = prepared("pm_local_idempotency_error_at_confirm")
    first = psp.charge(payment, ref, 1)
    assert (first.kind, first.kept) == (OutcomeKind.UNKNOWN, True)
    assert seen(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert captures(payment) == []
    assert psp.charge(payment, ref, 2).kind is OutcomeKind.APPROVED


@pytest.mark.parametrize("failure", ["error500", "idempotency_error"])
@pytest.mark.parametrize("method", ["retrieve", "cancel", "list"])
def test_a_failure_of_a_call_without_a_key_of_ours_is_over_with_it(
    psp: Psp, prepared: Prepared, failure: str, method: str
) -> None:
    """The first call is unknown, the second has its answer."""
    _, ref = prepared(f"pm_local_{failure}_at_{method}")
    first = ask(psp, method, ref)
    assert isinstance(first, Outcome)
    assert first.kind is OutcomeKind.UNKNOWN
    assert isinstance(ask(psp, method, ref), PspRecord)
