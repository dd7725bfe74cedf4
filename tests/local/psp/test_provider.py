"""The provider's state: what a confirm, a read and a cancel do to an intent."""

import pytest

from local.psp import params
from local.psp.errors import ApiError
from local.psp.params import Form
from local.psp.provider import PaymentProvider, Reply

ONLY_CARDS = "allowed_payment_method_types[]=card"


def made(
    provider: PaymentProvider, payment_method: str = "pm_card_visa", more: str = ONLY_CARDS
) -> str:
    """The id of a new intent."""
    encoded = f"amount=2500&currency=eur&payment_method={payment_method}&{more}"
    reply = provider.create(params.parse(encoded, params.CREATE))
    ref: str = reply.body["id"]
    return ref


def confirm(provider: PaymentProvider, ref: str, encoded: str = "off_session=true") -> Reply:
    """One confirm."""
    return provider.confirm(ref, params.parse(encoded, params.CONFIRM))


def test_a_confirm_takes_the_money_once() -> None:
    """A confirmed intent is paid; a second confirm is refused in the wrong state."""
    provider = PaymentProvider()
    ref = made(provider)
    assert confirm(provider, ref).body["status"] == "succeeded"
    with pytest.raises(ApiError) as caught:
        confirm(provider, ref)
    assert caught.value.error["code"] == "payment_intent_unexpected_state"
    assert caught.value.error["payment_intent"]["status"] == "succeeded"
    assert len(provider.book.captures) == 1


def test_a_decline_takes_the_payment_method_off() -> None:
    """After a decline the intent wants another payment method and tells why."""
    provider = PaymentProvider()
    ref = made(provider, "pm_card_visa_chargeDeclinedInsufficientFunds")
    with pytest.raises(ApiError) as caught:
        confirm(provider, ref)
    assert (caught.value.status, caught.value.stored) == (402, True)
    intent = provider.retrieve(ref, Form()).body
    assert (intent["status"], intent["payment_method"]) == ("requires_payment_method", None)
    assert intent["last_payment_error"]["decline_code"] == "insufficient_funds"
    assert provider.book.captures == []


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        (ONLY_CARDS, False),
        (
            "automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never",
            False,
        ),
        ("automatic_payment_methods[enabled]=true", True),
        ("", True),
    ],
)
def test_a_confirm_without_return_url(more: str, refused: bool) -> None:  # noqa: FBT001 - a table's column.
    """Where a payment method might redirect, a confirm must say where to come back to."""
    provider = PaymentProvider()
    ref = made(provider, more=more)
    if refused:
        with pytest.raises(ApiError, match="return_url"):
            confirm(provider, ref)
    assert confirm(provider, ref, "return_url=https://example.com").body["status"] == "succeeded"


def test_the_payer_is_asked_only_where_that_may_be() -> None:
    """With neither `off_session` nor `error_on_requires_action` the payer's turn comes."""
    provider = PaymentProvider()
    ref = made(provider, "pm_card_authenticationRequired")
    assert confirm(provider, ref, "").body["status"] == "requires_action"
    assert provider.cancel(ref, Form()).body["status"] == "canceled"


def test_a_paid_or_canceled_intent_cannot_be_canceled() -> None:
    """A cancel of what is final is refused in the wrong state."""
    provider = PaymentProvider()
    paid, canceled = made(provider), made(provider)
    confirm(provider, paid)
    provider.cancel(canceled, Form())
    for ref in (paid, canceled):
        with pytest.raises(ApiError, match="cannot cancel"):
            provider.cancel(ref, Form())


def test_a_canceled_intent_cannot_be_confirmed() -> None:
    """After a cancel no confirm takes money."""
    provider = PaymentProvider()
    ref = made(provider)
    provider.cancel(ref, Form())
    with pytest.raises(ApiError, match="cannot confirm"):
        confirm(provider, ref)
    assert provider.book.captures == []


def test_an_unknown_ref_is_404() -> None:
    """A path that names no intent is not found, by each call."""
    provider = PaymentProvider()
    for call in (provider.retrieve, provider.confirm, provider.cancel):
        with pytest.raises(ApiError) as caught:
            call("pi_nobody", Form())
        assert (caught.value.status, caught.value.error["code"]) == (404, "resource_missing")


def test_money_may_be_taken_after_a_decline() -> None:
    """The read still denies it, the list shows it paid, and it is in the book once."""
    provider = PaymentProvider()
    ref = made(provider, "pm_local_paid_after_decline")
    with pytest.raises(ApiError):
        confirm(provider, ref)
    assert provider.retrieve(ref, Form()).body["status"] == "requires_payment_method"
    assert provider.book.captures == []
    for _ in range(2):
        (listed,) = provider.list(Form()).body["data"]
        assert (listed["status"], listed["amount_received"]) == ("succeeded", 2500)
    assert provider.retrieve(ref, Form()).body["status"] == "succeeded"
    assert len(provider.book.captures) == 1
