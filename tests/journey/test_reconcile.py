"""The PSP's book against the ledger, on the whole stack."""

from typing import Any

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.journey.functions import call, without

pytestmark = pytest.mark.emulator


def pay(client: MerchantClient, number: int, token: str) -> str:
    """The id of a new payment with this payment method."""
    body = request(number, SUCCEEDS, "en", name="Ida") | {"payment_method": token}
    return str(client.pay(body, f"reconcile-{number}").json()["id"])


def status(client: MerchantClient, payment_id: str) -> str:
    """Where the payment stands."""
    return str(client.payment(payment_id)["status"])


def reconcile(stack: LocalStack) -> dict[str, Any]:
    """One run; how many differences of each kind."""
    found = call(stack, "reconcile_payments", {})
    assert found is not None
    return found


def test_money_taken_after_a_decline_ends_in_front_of_a_person(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """`reopen`: the nightly run finds it, the step function looks.

    And the next run finds nothing.
    """
    payment_id = pay(acme, 501, "pm_local_paid_after_decline")
    until(lambda: status(acme, payment_id) == "failed", 60)
    assert reconcile(stack)["paid_after_failed"] == 1
    until(lambda: status(acme, payment_id) == "requires_review", 60)
    assert acme.payment(payment_id)["last_payment_error"]["code"] == "verification_mismatch"
    assert "paid_after_failed" not in reconcile(stack)


@pytest.mark.fault("F73")
def test_a_create_that_fails_for_ever_is_charged_and_cleaned_up(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """F73: under another key; the nightly run cancels what the first one left over, once."""
    payment_id = pay(acme, 504, "pm_local_error500_at_create")
    until(lambda: status(acme, payment_id) == "succeeded", 60)
    assert reconcile(stack)["left_over"] == 1
    assert "left_over" not in reconcile(stack)


@pytest.mark.fault("F73")
def test_a_key_of_another_request_is_left(acme: MerchantClient, stack: LocalStack) -> None:
    """F73: what a release before this one asked under the key costs a payment nothing."""
    payment_id = pay(acme, 505, "pm_local_idempotency_error_at_create")
    until(lambda: status(acme, payment_id) == "succeeded", 60)
    assert "left_over" not in reconcile(stack)


def test_books_that_agree_need_nobody(acme: MerchantClient, stack: LocalStack) -> None:
    """Payments that succeeded or were declined as they say are no difference."""
    paid, declined = pay(acme, 502, "pm_card_visa"), pay(acme, 503, "pm_card_visa_chargeDeclined")
    until(lambda: (status(acme, paid), status(acme, declined)) == ("succeeded", "failed"), 60)
    assert reconcile(stack) == {}


def test_reconcile_needs_the_ledger(stack: LocalStack) -> None:
    """`reconcile_payments` without its grant fails, which its alarm counts; with it it runs."""
    with without(stack, "reconcile_payments", "reconcile-payments"):
        assert call(stack, "reconcile_payments", {}) is None
    reconcile(stack)
