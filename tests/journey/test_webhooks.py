"""The PSP tells what happened; only what it signed is heard, and nothing of it is believed."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.demo.scenarios import request
from local.psp.events import signature
from local.psp.server import SIGNERS
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.journey.functions import lying, paused

pytestmark = pytest.mark.emulator

PENDING = "pm_local_pending_until_told"
HOUR = 3_600
"""Seconds."""


@pytest.fixture(name="events")
def _events(stack: LocalStack) -> Iterator[str]:
    """The webhook's address, told by the PSP until the test ends."""
    url = f"{stack.outputs['gateway_url']}/v1/webhooks/psp"
    stack.psp.send_webhooks(url)
    yield url
    stack.psp.send_webhooks("")


def pending(client: MerchantClient, number: int) -> str:
    """The id of a payment that the PSP says nothing final about."""
    answer = client.pay(request(number, PENDING, "en", name="Ida"), f"event-{number}")
    payment_id = str(answer.json()["id"])
    until(lambda: client.payment(payment_id)["status"] == "verifying", 60)
    return payment_id


def still(stack: LocalStack) -> bool:
    """Whether the payment queue holds no message at all."""
    kinds = ("", "Delayed", "NotVisible")
    names: list[Any] = [f"ApproximateNumberOfMessages{kind}" for kind in kinds]
    queue = stack.emulator.client("sqs").get_queue_attributes(
        QueueUrl=stack.outputs["payment_queue_url"], AttributeNames=names
    )
    return {queue["Attributes"][name] for name in names} == {"0"}


def alone(stack: LocalStack, payment_id: str) -> None:
    """The plan is moved an hour away and no message is left, so only an event can bring one."""
    stack.emulator.client("dynamodb").update_item(
        TableName=stack.outputs["payments_table"],
        Key={"payment_id": {"S": payment_id}},
        UpdateExpression="SET due_at = :late",
        ExpressionAttributeValues={":late": {"N": str(int(time.time()) + HOUR)}},
    )
    until(lambda: still(stack), 60)


def post(url: str, text: str, header: str | None) -> httpx.Response:
    """One call of the webhook."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if header is not None:
        headers["Stripe-Signature"] = header
    return httpx.post(url, content=text, headers=headers, timeout=30, trust_env=False)


def event(payment_id: str) -> str:
    """An event's text, with more than JSON needs."""
    data = {"object": {"object": "payment_intent", "metadata": {"payment_id": payment_id}}}
    return json.dumps({"id": "evt_1", "type": "payment_intent.succeeded", "data": data}, indent=3)


def now(text: str, secret: str = SIGNERS[0], age: int = 0) -> str:
    """A signature of `age` seconds."""
    return signature(text, [secret], int(time.time()) - age)


def entries(client: MerchantClient, payment_id: str) -> list[dict[str, Any]]:
    """The payment's ledger as its merchant sees it."""
    return list(client.http.get(f"/v1/payments/{payment_id}/entries").json()["data"])


def history(client: MerchantClient, payment_id: str) -> list[str]:
    """The types of the payment's entries."""
    return [entry["type"] for entry in entries(client, payment_id)]


@pytest.mark.usefixtures("events")
def test_a_webhook_finalizes_a_payment_before_its_next_planned_look(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Nothing else is planned, so only the event can bring it."""
    payment_id = pending(acme, 601)
    alone(stack, payment_id)
    assert acme.payment(payment_id)["status"] == "verifying"
    stack.psp.land(payment_id)
    until(lambda: acme.payment(payment_id)["status"] == "succeeded", 60)
    assert stack.psp.sent_webhooks()[-1]["status"] == 200


def test_what_nobody_signed_changes_nothing(
    acme: MerchantClient, stack: LocalStack, events: str
) -> None:
    """Unsigned, signed by another, touched on its way or signed too long ago: each is a 400."""
    payment_id = pending(acme, 602)
    text = event(payment_id)
    before = history(acme, payment_id)
    for sent, header in (
        (text, None),
        (text, now(text, "whsec_somebody_else")),
        (text.replace("evt_1", "evt_2"), now(text)),
        (json.dumps(json.loads(text)), now(text)),
        (text, now(text, age=301)),
    ):
        answer = post(events, sent, header)
        assert (answer.status_code, answer.json()["code"]) == (400, "signature_invalid")
        assert answer.headers["content-type"] == "application/problem+json"
    assert history(acme, payment_id) == before
    stack.psp.land(payment_id)
    until(lambda: acme.payment(payment_id)["status"] == "succeeded", 60)


def test_either_secret_is_good_and_repeats_charge_nothing(
    acme: MerchantClient, stack: LocalStack, events: str
) -> None:
    """An event that lies is answered with 200, and the payment is what the PSP's record says."""
    payment_id = pending(acme, 603)
    text = event(payment_id)
    for secret in SIGNERS * 3:
        assert post(events, text, now(text, secret)).status_code == 200
    assert acme.payment(payment_id)["status"] == "verifying"
    stack.psp.land(payment_id)
    until(lambda: acme.payment(payment_id)["status"] == "succeeded", 60)
    assert post(events, text, now(text)).status_code == 200
    captures = [one for one in stack.psp.book()["captures"] if one["payment_id"] == payment_id]
    assert len(captures) == 1
    assert history(acme, payment_id).count("attempt_started") == 1


def test_an_event_that_is_repeated_sends_nothing_more(
    acme: MerchantClient, stack: LocalStack, events: str
) -> None:
    """Once while the payment stands still, and never once it shows what the event says."""
    queue = stack.outputs["payment_queue_url"]
    payment_id = pending(acme, 604)
    alone(stack, payment_id)
    text = event(payment_id)
    with paused(stack):
        for _ in range(5):
            assert post(events, text, now(text)).status_code == 200
        assert lying(stack, queue) == 1
    stack.psp.land(payment_id)
    until(lambda: acme.payment(payment_id)["status"] == "succeeded", 60)
    until(lambda: still(stack), 60)
    with paused(stack):
        for number in range(5):
            again = text.replace("evt_1", f"evt_again_{number}")
            assert post(events, again, now(again)).status_code == 200
        assert lying(stack, queue) == 0


@pytest.mark.parametrize("text", [event("order-7"), "{}"])
def test_an_event_that_is_not_ours_is_thanked_for(events: str, text: str) -> None:
    """200, so that nobody sends it again."""
    assert post(events, text, now(text)).json() == {"received": True}
