"""What a payment intent's status and charge mean."""

from typing import Any

import pytest
from pydantic import ValidationError

from runtime.adapters._stripe_http import UnreadableAnswerError
from runtime.adapters._stripe_objects import Intent, Page, charged, psp_record
from runtime.domain.psp import Outcome, OutcomeKind, PspCharge, PspState

CHARGE = {
    "id": "ch_1",
    "payment_intent": "pi_1",
    "paid": True,
    "captured": True,
    "refunded": False,
    "amount_refunded": 0,
    "disputed": False,
}
INTENT = {
    "id": "pi_1",
    "status": "succeeded",
    "amount_received": 2500,
    "currency": "eur",
    "livemode": False,
    "metadata": {"payment_id": "pay_1"},
    "latest_charge": CHARGE,
    "last_payment_error": None,
}


def intent(**fields: Any) -> Intent:
    """A paid intent, but for `fields`."""
    return Intent.model_validate(INTENT | fields)


@pytest.mark.parametrize(
    ("status", "kind", "state"),
    [
        ("succeeded", OutcomeKind.APPROVED, PspState.PAID),
        ("processing", OutcomeKind.PENDING, PspState.PENDING),
        ("requires_payment_method", OutcomeKind.DECLINED, PspState.DECLINED),
        ("requires_action", OutcomeKind.UNKNOWN, PspState.NEEDS_PAYER),
        ("requires_confirmation", OutcomeKind.UNKNOWN, PspState.NOT_CHARGED),
        ("requires_capture", OutcomeKind.UNKNOWN, PspState.HELD),
        ("canceled", OutcomeKind.UNKNOWN, PspState.CANCELED),
    ],
)
def test_each_status_has_one_meaning(status: str, kind: OutcomeKind, state: PspState) -> None:
    """Stripe's status decides what a confirm came to and what a read says."""
    received = INTENT["amount_received"] if status == "succeeded" else 0
    found = psp_record(intent(status=status))
    assert charged(intent(status=status, amount_received=received)).kind is kind
    assert found is not None
    assert found.state is state


def test_a_decline_with_money_is_none() -> None:
    """Only a read decides, and it shows sum and charge."""
    both = intent(status="requires_payment_method")
    assert charged(both).kind is OutcomeKind.UNKNOWN
    found = psp_record(both)
    assert found is not None
    assert (found.state, found.amount_received) == (PspState.DECLINED, 2500)
    assert found.charge is not None


def test_a_new_status_means_nothing() -> None:
    """A status that we don't know is unknown after a confirm, and no psp_record."""
    assert charged(intent(status="brand_new")).kind is OutcomeKind.UNKNOWN
    assert psp_record(intent(status="brand_new")) is None


def test_the_charge_is_reported_as_it_is() -> None:
    """Each fact of the charge stands in the psp_record; a partial refund is a refund."""
    for fact in ("paid", "captured"):
        found = psp_record(intent(latest_charge=CHARGE | {fact: False}))
        assert found is not None
        assert found.charge is not None
        assert getattr(found.charge, fact) is False
    for fact, value in (("refunded", True), ("amount_refunded", 1), ("disputed", True)):
        found = psp_record(intent(latest_charge=CHARGE | {fact: value}))
        assert found is not None
        assert found.charge != PspCharge(
            "ch_1", paid=True, captured=True, refunded=False, disputed=False
        )


@pytest.mark.parametrize("charge", [None, "ch_1", CHARGE | {"payment_intent": "pi_2"}])
def test_another_payments_charge_is_none(charge: object) -> None:
    """A charge that is missing, not expanded or another intent's is no charge."""
    found = psp_record(intent(latest_charge=charge))
    assert found is not None
    assert found.charge is None


def test_why_it_was_declined() -> None:
    """The last error tells why; without a known one it is a plain decline."""
    error = {"type": "card_error", "code": "expired_card", "decline_code": "expired_card"}
    found = psp_record(intent(status="requires_payment_method", last_payment_error=error))
    assert found is not None
    assert found.decline == Outcome(OutcomeKind.DECLINED, "expired_card", "expired_card")
    plain = psp_record(intent(status="requires_payment_method", last_payment_error={"code": "new"}))
    assert plain is not None
    assert plain.decline == Outcome(OutcomeKind.DECLINED, "card_declined")


@pytest.mark.parametrize(
    "fields",
    [
        {"amount_received": "2500"},
        {"amount_received": 25.0},
        {"amount_received": None},
        {"livemode": "false"},
        {"metadata": None},
        {"currency": 978},
        {"latest_charge": CHARGE | {"paid": "yes"}},
    ],
)
def test_another_shape_is_no_intent(fields: dict[str, Any]) -> None:
    """A field of another type is refused, and the refusal does not repeat its value."""
    with pytest.raises(ValidationError) as caught:
        intent(**fields)
    assert "2500" not in str(caught.value)


@pytest.mark.parametrize("data", [[], [{}], [{"id": 1}], [INTENT, {"id": ""}]])
def test_a_page_without_a_last_object_can_t_be_followed(data: list[dict[str, Any]]) -> None:
    """Where the next page starts is never guessed."""
    page = Page.read({"data": data, "has_more": True})
    with pytest.raises(UnreadableAnswerError):
        _ = page.last
