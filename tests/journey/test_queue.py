"""What happens to a payment between its queue and its end."""

import json
from typing import Any

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.journey.functions import hurried, lying, paused, sweep, without

pytestmark = pytest.mark.emulator

POISON = '{"v": 1, "payment_id": "not-one"}'


def pay(client: MerchantClient, number: int) -> str:
    """The id of a new payment."""
    answer = client.pay(request(number, SUCCEEDS, "en", name="Ida"), f"queue-{number}")
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def ends(client: MerchantClient, payment_id: str) -> bool:
    """Whether the payment has succeeded."""
    return bool(client.payment(payment_id)["status"] == "succeeded")


def charged(stack: LocalStack) -> list[str]:
    """The payment of each charge in the PSP's own book."""
    return [capture["payment_id"] for capture in stack.psp.book()["captures"]]


@pytest.mark.usefixtures("queue_paused")
def test_a_queued_payment_can_be_canceled(acme: MerchantClient, stack: LocalStack) -> None:
    """While nobody has started on it a payment is taken back, as often as it is asked for."""
    payment_id = pay(acme, 301)
    first, again = acme.cancel(payment_id), acme.cancel(payment_id)
    assert (first.status_code, first.json()["status"]) == (200, "canceled")
    assert again.json() == first.json()
    assert payment_id not in charged(stack)


def test_a_canceled_payment_stays_canceled(acme: MerchantClient, stack: LocalStack) -> None:
    """The message that is still under way for it charges nothing."""
    with paused(stack):
        canceled, paid = pay(acme, 302), pay(acme, 303)
        acme.cancel(canceled)
    until(lambda: ends(acme, paid), 60)
    found = acme.payment(canceled)
    assert (found["status"], found["attempt_count"]) == ("canceled", 0)
    assert canceled not in charged(stack)


@pytest.mark.fault("F19")
def test_a_message_that_cannot_be_read_is_parked(acme: MerchantClient, stack: LocalStack) -> None:
    """It ends in the dead-letter queue, and its batch's payments go on as if it weren't there."""
    with hurried(stack, "payment") as (queue, dead):
        with paused(stack):
            ids = [pay(acme, 311)]
            stack.emulator.client("sqs").send_message(QueueUrl=queue, MessageBody=POISON)
            ids += [pay(acme, 312)]
        until(lambda: lying(stack, dead) == 1, 60)
    until(lambda: all(ends(acme, one) for one in ids), 60)
    assert [charged(stack).count(one) for one in ids] == [1, 1]


def received(stack: LocalStack, queue: str) -> list[str]:
    """What lies in the queue now."""
    answer: dict[str, Any] = stack.emulator.client("sqs").receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=0
    )
    return [message["Body"] for message in answer.get("Messages", [])]


@pytest.mark.fault("F1")
@pytest.mark.fault(
    "F25",
    sees="The payment takes some minutes longer",
    does="The sweeper makes the message anew from the ledger",
)
def test_a_lost_message_loses_no_payment(acme: MerchantClient, stack: LocalStack) -> None:
    """Write, then send: a message that was never sent, or is gone, is sent by the sweeper."""
    queue = stack.outputs["payment_queue_url"]
    with paused(stack):
        ids = [pay(acme, 321)]
        stack.emulator.client("sqs").purge_queue(QueueUrl=queue)
        with without(stack, "accept_payment", "send-payments"):
            ids += [pay(acme, 322)]
        assert received(stack, queue) == []
    assert [acme.payment(one)["status"] for one in ids] == ["queued", "queued"]
    until(lambda: sweep(stack) and all(ends(acme, one) for one in ids), 60)
    assert [charged(stack).count(one) for one in ids] == [1, 1]


def test_a_dead_letter_is_processed(acme: MerchantClient, stack: LocalStack) -> None:
    """With nobody on the payment queue, its dead letter alone takes the payment to its end."""
    dead = stack.outputs["payment_dead_letter_url"]
    with paused(stack):
        payment_id = pay(acme, 331)
        body = json.dumps({"v": 1, "payment_id": payment_id})
        stack.emulator.client("sqs").send_message(QueueUrl=dead, MessageBody=body)
        until(lambda: ends(acme, payment_id), 60)
        until(lambda: lying(stack, dead) == 0, 60)
    assert charged(stack).count(payment_id) == 1
