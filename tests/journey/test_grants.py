"""IAM is enforced: a function that lacks one of its grants fails, visibly, and nothing is lost."""

from typing import Any

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.journey.asking import Case, ask, but, check, get, key
from tests.journey.functions import call, paused, sweep, without

pytestmark = pytest.mark.emulator

RECORD = "a-message"


def test_accept_needs_the_ledger(acme: MerchantClient, stack: LocalStack) -> None:
    """`accept_payment` without its ledger answers 503; the same key converges afterwards."""
    case = Case(503, "service_unavailable", but(), key("needs-ledger"))
    with without(stack, "accept_payment", "accept-payment"):
        check(ask(acme, case), case)
    assert ask(acme, case).status_code == 202


def test_read_needs_the_ledger(acme: MerchantClient, stack: LocalStack) -> None:
    """`read_payments` without its ledger answers 503, and so does health."""
    listing = get("/v1/payments", 503, "service_unavailable")
    health = get("/v1/health", 503, "service_unavailable")
    with without(stack, "read_payments", "read-payments"):
        check(ask(acme, listing), listing)
        check(ask(acme, health), health)
    assert ask(acme, listing).status_code == 200


@pytest.mark.usefixtures("queue_paused")
def test_cancel_needs_the_ledger(acme: MerchantClient, stack: LocalStack) -> None:
    """`cancel_payment` without its grant answers 503 and the payment stays queued."""
    payment_id = acme.pay(request(402, SUCCEEDS, "en", name="Ida"), "cancel-needs").json()["id"]
    path = f"/v1/payments/{payment_id}/cancel"
    case = Case(503, "service_unavailable", b"", key(None), path=path)
    with without(stack, "cancel_payment", "cancel-payment"):
        check(ask(acme, case), case)
    assert acme.payment(payment_id)["status"] == "queued"
    assert ask(acme, case).json()["status"] == "canceled"


def test_process_needs_the_ledger(acme: MerchantClient, stack: LocalStack) -> None:
    """`process_payment` gives its message back and the payment waits; then it goes on."""
    with paused(stack):
        answer = acme.pay(request(403, SUCCEEDS, "en", name="Ida"), "process-needs")
        payment_id = answer.json()["id"]
        event = message(payment_id)
        with without(stack, "process_payment", "process-payment"):
            refused = call(stack, "process_payment", event)
        assert refused == {"batchItemFailures": [{"itemIdentifier": RECORD}]}
        assert acme.payment(payment_id)["status"] == "queued"
        assert call(stack, "process_payment", event) == {"batchItemFailures": []}
    until(lambda: ended(acme, payment_id), 60)


def test_finalize_needs_the_ledger(acme: MerchantClient, stack: LocalStack) -> None:
    """F27: `process_dead_letter` gives its letter back while it fails; then it goes on."""
    with paused(stack):
        answer = acme.pay(request(405, SUCCEEDS, "en", name="Ida"), "finalize-needs")
        payment_id = answer.json()["id"]
        event = message(payment_id)
        with without(stack, "process_dead_letter", "process-payment"):
            refused = call(stack, "process_dead_letter", event)
        assert refused == {"batchItemFailures": [{"itemIdentifier": RECORD}]}
        assert call(stack, "process_dead_letter", event) == {"batchItemFailures": []}
        assert acme.payment(payment_id)["status"] == "succeeded"


def test_notify_needs_to_send(acme: MerchantClient, stack: LocalStack) -> None:
    """`notify_customer` without SES leaves the mail due; with it the payer has exactly one."""
    with without(stack, "notify_customer", "send-mail"):
        answer = acme.pay(request(404, SUCCEEDS, "en", name="Ida"), "needs-mail")
        payment_id = answer.json()["id"]
        until(lambda: "sending" in mail_history(acme, payment_id)[:-1], 60)
        assert acme.payment(payment_id)["notification"]["status"] in {"due", "sending"}
        assert mails_to(stack, "payer-404@example.com") == 0
    until(lambda: acme.payment(payment_id)["notification"]["status"] == "sent", 60)
    assert mails_to(stack, "payer-404@example.com") == 1


def test_sweep_needs_the_ledger(stack: LocalStack) -> None:
    """`sweep_payments` without its grant fails, which its alarm counts; with it it runs."""
    with without(stack, "sweep_payments", "sweep-payments"):
        assert sweep(stack) is None
    until(lambda: sweep(stack), 60)


def message(payment_id: str) -> dict[str, Any]:
    """What the payment queue's mapping would hand to the function."""
    body = f'{{"v":1,"payment_id":"{payment_id}"}}'
    return {"Records": [{"messageId": RECORD, "body": body}]}


def ended(client: MerchantClient, payment_id: str) -> bool:
    """Whether the payment has succeeded."""
    return bool(client.payment(payment_id)["status"] == "succeeded")


def mail_history(client: MerchantClient, payment_id: str) -> list[str]:
    """The states of the mail so far."""
    entries = client.http.get(f"/v1/payments/{payment_id}/entries").json()["data"]
    return [
        entry["data"]["notification"]["status"]
        for entry in entries
        if entry["type"] == "notification"
    ]


def mails_to(stack: LocalStack, address: str) -> int:
    """How many mails SES accepted for somebody."""
    return sum(address in mail["To"] for mail in stack.emulator.mailbox())
