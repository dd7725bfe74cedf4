"""A resolution where nothing was sent to the PSP, or its record holds money that it denies."""

from dataclasses import replace
from typing import Any

import pytest

from runtime.domain.audit import audit
from runtime.domain.errors import ResolutionContradictedError
from runtime.domain.payment import Provider, Status
from runtime.domain.psp import PspCharge, PspState
from runtime.use_cases.process_payment import process_payment
from tests.fakes.payments import ID, REF, Harness
from tests.runtime.use_cases.test_resolve_review import FAILED, SAID, parked, resolve


def never_sent() -> Harness:
    """A queued payment whose row was changed by hand, in review without an object of the PSP."""
    harness = Harness()
    row = harness.accepted()
    harness.ledger.rows[ID] = row.model_copy(update={"amount": 9900})
    process_payment(ID, harness.processing())
    return harness


def test_what_was_never_sent_is_failed_without_the_psp() -> None:
    """Nothing is there to cancel; the mail tells of the amount that was accepted."""
    harness = never_sent()
    payment = resolve(harness, FAILED)
    assert (payment.status, payment.amount) == (Status.FAILED, 2500)
    assert harness.psp.calls == []
    assert harness.error_code() == "terms_changed"
    assert audit(harness.row(), harness.ledger.lines[ID]) == []


def test_what_was_never_sent_has_no_money() -> None:
    """It can't be resolved as succeeded."""
    harness = never_sent()
    with pytest.raises(ResolutionContradictedError, match="only be failed"):
        resolve(harness)
    assert harness.psp.calls == []


def test_another_payments_object_on_the_row_is_not_canceled() -> None:
    """A hand named it before anybody asked for one: no entry does, so it is taken off."""
    harness = Harness()
    planted = Provider(name="fake", ref="pi_other")
    harness.ledger.rows[ID] = harness.accepted().model_copy(update={"provider": planted})
    process_payment(ID, harness.processing())
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert resolve(harness, FAILED).status is Status.FAILED
    assert (harness.row().provider, harness.psp.calls) == (None, [])


def test_what_was_sent_is_not_failed_by_a_row_that_names_no_object() -> None:
    """An attempt was started: it may have been charged, and nobody can ask."""
    harness = parked(state=PspState.PAID)
    harness.ledger.rows[ID] = harness.row().model_copy(update={"provider": None})
    harness.psp.calls.clear()
    with pytest.raises(ResolutionContradictedError, match="names no object"):
        resolve(harness, FAILED)
    assert harness.row().status is Status.REQUIRES_REVIEW
    assert harness.psp.calls == []


@pytest.mark.parametrize("refunded", [True, False])
def test_a_canceled_object_with_a_charge_is_refunded_before_it_fails(*, refunded: bool) -> None:
    """The record contradicts itself until the money is back."""
    harness = parked(state=PspState.PAID)
    charge = PspCharge("ch_1", paid=True, captured=True, refunded=refunded, disputed=False)
    harness.psp.set(REF, state=PspState.CANCELED, charge=charge)
    harness.psp.script("cancel", [harness.psp.book[REF]])
    if refunded:
        assert resolve(harness, FAILED).status is Status.FAILED
    else:
        with pytest.raises(ResolutionContradictedError, match="refund it there first"):
            resolve(harness, FAILED)


@pytest.mark.parametrize("charge", [None, PspCharge("ch_1", False, True, False, False)])
def test_a_sum_without_a_charge_is_not_failed(charge: PspCharge | None) -> None:
    """A canceled object that shows money received was paid by something."""
    harness = parked(state=PspState.PAID)
    harness.psp.set(REF, state=PspState.CANCELED, charge=charge, amount_received=2500)
    harness.psp.script("cancel", [harness.psp.book[REF]])
    with pytest.raises(ResolutionContradictedError, match="shows 2500 eur received"):
        resolve(harness, FAILED)


def test_another_object_resolves_nothing() -> None:
    """Canceled, and not the one that was asked for: the payment's own may still be charged."""
    harness = parked(state=PspState.NOT_CHARGED)
    other = replace(harness.psp.book[REF], ref="pi_other", state=PspState.CANCELED)
    harness.psp.script("cancel", [other])
    with pytest.raises(ResolutionContradictedError, match="another object, pi_other"):
        resolve(harness, FAILED)


@pytest.mark.parametrize("said", [SAID, FAILED], ids=lambda said: said["resolution"])
def test_a_row_that_was_changed_in_review_is_resolved_by_its_entries(said: dict[str, Any]) -> None:
    """Another merchant, and another payment's object: neither is credited nor canceled."""
    harness = parked(state=PspState.PAID if said is SAID else PspState.NEEDS_PAYER)
    named = harness.row().provider
    assert named is not None
    changed = {"merchant": "bistro", "provider": named.model_copy(update={"ref": "pi_other"})}
    harness.ledger.rows[ID] = harness.row().model_copy(update=changed)
    payment = resolve(harness, said)
    assert (payment.status, payment.merchant) == (said["resolution"], "acme")
    assert {call.ref for call in harness.psp.calls} == {REF}
    assert harness.metrics.counts["RequiresReview"] == 1
    assert audit(harness.row(), harness.ledger.lines[ID]) == []
