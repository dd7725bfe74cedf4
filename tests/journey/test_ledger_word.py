"""The row against its entries, and a PSP that contradicts itself, on the whole stack."""

import pytest

from local.demo.scenarios import request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.journey.functions import paused

pytestmark = pytest.mark.emulator


def pay(client: MerchantClient, number: int, token: str) -> str:
    """The id of a new payment with this payment method."""
    body = request(number, token, "en", name="Ida")
    return str(client.pay(body, f"ledger-{number}").json()["id"])


def parked(client: MerchantClient, payment_id: str) -> str:
    """Why a person must look, once one must."""
    until(lambda: client.payment(payment_id)["status"] == "requires_review", 60)
    return str(client.payment(payment_id)["last_payment_error"]["code"])


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [(601, "amount", {"N": "990000"}), (602, "currency", {"S": "usd"})],
)
def test_a_row_that_was_changed_by_hand_is_not_charged(
    acme: MerchantClient, stack: LocalStack, number: int, name: str, value: dict[str, str]
) -> None:
    """Somebody writes to the table while the payment is queued; the PSP is never asked."""
    with paused(stack):
        payment_id = pay(acme, number, "pm_card_visa")
        stack.emulator.client("dynamodb").update_item(
            TableName=stack.outputs["payments_table"],
            Key={"payment_id": {"S": payment_id}},
            UpdateExpression="SET #name = :value",
            ExpressionAttributeNames={"#name": name},
            ExpressionAttributeValues={":value": value},
        )
    assert parked(acme, payment_id) == "terms_changed"
    assert payment_id not in {call["payment_id"] for call in stack.psp.book()["captures"]}
    assert (acme.payment(payment_id)["amount"], acme.payment(payment_id)["currency"]) == (
        1000 + number,
        "eur",
    )


@pytest.mark.parametrize(
    ("number", "token"),
    [
        (611, "pm_local_canceled_with_money"),
        (612, "pm_local_declined_with_money"),
        (613, "pm_local_paid_without_money"),
        (614, "pm_local_charged_at_create"),
        (615, "pm_local_other_at_read"),
        (616, "pm_local_other_id_at_read"),
    ],
)
def test_a_record_that_contradicts_itself_is_parked_at_once(
    acme: MerchantClient, number: int, token: str
) -> None:
    """No mail, and no night in between."""
    payment_id = pay(acme, number, token)
    assert parked(acme, payment_id) == "verification_mismatch"
    assert acme.payment(payment_id)["notification"]["status"] == "none"
