"""What any adapter must make of a PSP that contradicts itself or answers for another payment."""

from collections.abc import Callable

import pytest

from runtime.domain.payment import Payment, Provider
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, Psp, PspState
from runtime.domain.psp_verdict import Verdict, took_money, verdict
from tests.conformance._answers import Captures, Prepared, seen


@pytest.mark.parametrize(
    ("payment_method", "state"),
    [
        ("pm_local_canceled_with_money", PspState.CANCELED),
        ("pm_local_declined_with_money", PspState.DECLINED),
        ("pm_local_open_with_money", PspState.NOT_CHARGED),
        ("pm_local_charged_at_create", PspState.CANCELED),
    ],
)
def test_a_contradiction_is_for_a_person(
    psp: Psp, prepared: Prepared, captures: Captures, payment_method: str, state: PspState
) -> None:
    """The confirm decides nothing; read, listed or canceled, the object shows its money."""
    payment, ref = prepared(payment_method)
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    for answer in (psp.lookup(ref), psp.cancel(ref)):
        assert seen(answer).state is state
        assert verdict(payment, seen(answer)) is Verdict.REVIEW
    (listed,) = (view for view in map(seen, psp.list(0)) if view.ref == ref)
    assert took_money(listed)
    assert captures(payment) == [(2500, "eur")]


def test_paid_without_money(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """`succeeded` with nothing received is no success."""
    payment, ref = prepared("pm_local_paid_without_money")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.APPROVED
    found = seen(psp.lookup(ref))
    assert (found.state, found.amount_received, found.charge) == (PspState.PAID, 0, None)
    assert verdict(payment, found) is Verdict.REVIEW
    assert captures(payment) == []


def test_declined_after_charge(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A 402 whose object is paid declines nothing; the read says so."""
    payment, ref = prepared("pm_local_declined_after_charge")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert verdict(payment, seen(psp.lookup(ref))) is Verdict.PAID
    assert captures(payment) == [(2500, "eur")]


def test_other_at_create(psp: Psp, make_payment: Callable[..., Payment]) -> None:
    """It is refused, so nobody confirms it."""
    answer = psp.prepare(make_payment(), Clear("pm_local_other_at_create"), 1)
    assert isinstance(answer, Outcome)
    assert answer.kind is OutcomeKind.REJECTED


def test_other_at_confirm(psp: Psp, prepared: Prepared) -> None:
    """The answer is about nothing of ours; the read finds the charge."""
    payment, ref = prepared("pm_local_other_at_confirm")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert verdict(payment, seen(psp.lookup(ref))) is Verdict.PAID


def test_other_at_read(psp: Psp, prepared: Prepared) -> None:
    """Unconfirmed, says the read, and another's: neither tried again nor failed."""
    payment, ref = prepared("pm_local_other_at_read")
    psp.charge(payment, ref, 1)
    found = seen(psp.lookup(ref))
    assert (found.state, found.payment_id == payment.payment_id) == (PspState.NOT_CHARGED, False)
    assert verdict(payment, found) is Verdict.REVIEW


def test_other_id_at_read(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """An object of this payment, and not the one that was asked for: it decides nothing."""
    payment, ref = prepared("pm_local_other_id_at_read")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.APPROVED
    found = seen(psp.lookup(ref))
    assert (found.ref == ref, found.payment_id) == (False, payment.payment_id)
    named = payment.model_copy(update={"provider": Provider(name=psp.name, ref=ref)})
    assert verdict(named, found) is Verdict.REVIEW
    assert captures(payment) == [(2500, "eur")]
