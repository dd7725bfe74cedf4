"""Faults while a payment is processed."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from local.demo.scenarios import DECLINED
from local.emulator.faults import FaultRule
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.faults.steps import (
    charges,
    faults,
    fresh,
    mails,
    message,
    pay,
    send,
    succeeded,
)
from tests.journey.functions import call, paused

pytestmark = [pytest.mark.emulator, pytest.mark.faults, pytest.mark.usefixtures("sound")]

SDK_CALLS = 3
"""So often a worker's client asks before it gives up."""
COMMIT = "TransactWriteItems"


def event(*ids: str) -> dict[str, object]:
    """A batch as the mapping hands it to the function."""
    return {"Records": [{"messageId": one, "body": message(one)} for one in ids]}


@pytest.mark.fault("F16")
def test_a_message_delivered_again_charges_and_tells_nobody_again(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """After the end of the payment its message comes twice more: one charge, one mail."""
    payment_id = pay(acme, 601)
    until(lambda: succeeded(acme, payment_id), 60)
    for _ in range(2):
        assert call(stack, "process_payment", event(payment_id)) == {"batchItemFailures": []}
    assert (charges(stack, payment_id), mails(stack, 601)) == ([1], 1)


@pytest.mark.fault("F17")
def test_a_message_delivered_five_times_at_once_is_one_charge(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Side by side with each other, in different processes and in one batch."""
    with paused(stack):
        payment_id = pay(acme, 602)
        with ThreadPoolExecutor(5) as pool:
            runs = [
                pool.submit(call, stack, "process_payment", event(payment_id, payment_id))
                for _ in range(5)
            ]
        assert any(run.result() for run in runs)
    for _ in range(5):
        send(stack, payment_id)
    until(lambda: succeeded(acme, payment_id), 90)
    assert (charges(stack, payment_id), mails(stack, 602)) == ([1], 1)


@pytest.mark.fault("F20")
@pytest.mark.fault("F33")
@pytest.mark.parametrize("after", [0, 1], ids=["before the claim", "after the charge"])
def test_a_worker_killed_in_its_batch_charges_nobody_twice(
    acme: MerchantClient, stack: LocalStack, after: int
) -> None:
    """Three payments, killed at one's claim or at its final write: all succeed, charged once."""
    with paused(stack):
        ids = [pay(acme, 610 + 10 * after + number) for number in range(3)]
        with faults(stack, FaultRule(COMMIT, "kill", contains=ids[0], after=after)) as met:
            assert call(stack, "process_payment", event(*ids)) is None
            assert met() == [1]
        assert charges(stack, ids[0]) == [after]
    for one in ids:
        send(stack, one)
    until(lambda: succeeded(acme, *ids), 90)
    assert charges(stack, *ids) == [1, 1, 1]


@pytest.mark.fault("F39")
def test_a_decline_delivered_again_stays_one_decline(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """One attempt, no charge, one mail, however often its message comes."""
    payment_id = pay(acme, 640, DECLINED)
    until(lambda: acme.payment(payment_id)["notification"]["status"] == "sent", 60)
    for _ in range(2):
        assert call(stack, "process_payment", event(payment_id)) == {"batchItemFailures": []}
    found = acme.payment(payment_id)
    assert (found["status"], found["attempt_count"]) == ("failed", 1)
    assert (charges(stack, payment_id), mails(stack, 640)) == ([0], 1)


@pytest.mark.fault("F44")
@pytest.mark.parametrize("code", ["ThrottlingException", "ProvisionedThroughputExceededException"])
def test_a_ledger_that_refuses_the_final_write_returns_the_message(
    acme: MerchantClient, stack: LocalStack, code: str
) -> None:
    """Charged, and the write refused: the message comes again, the charge is read back."""
    number = 600 + len(code)
    with paused(stack):
        payment_id = pay(acme, number)
        refusal = FaultRule(
            COMMIT, "refuse", contains=payment_id, after=1, times=SDK_CALLS, code=code
        )
        with faults(stack, refusal) as met:
            answer = call(stack, "process_payment", event(payment_id))
            assert met() == [SDK_CALLS]
        assert answer == {"batchItemFailures": [{"itemIdentifier": payment_id}]}
        assert charges(stack, payment_id) == [1]
    send(stack, payment_id)
    until(lambda: succeeded(acme, payment_id), 90)
    assert charges(stack, payment_id) == [1]


@pytest.mark.fault("F45")
@pytest.mark.parametrize("after", [0, 1], ids=["claim", "finalizing"])
def test_a_commit_whose_reply_was_lost_is_there_once(
    acme: MerchantClient, stack: LocalStack, after: int
) -> None:
    """The client repeats what was done already, and the ledger holds it once."""
    with paused(stack):
        payment_id = pay(acme, 660 + after)
        lost = FaultRule(COMMIT, "lose", contains=payment_id, after=after, times=2)
        with faults(stack, lost) as met:
            answer = call(stack, "process_payment", event(payment_id))
            assert met() == [2]
        assert answer == {"batchItemFailures": []}
    until(lambda: succeeded(acme, payment_id), 60)
    assert (charges(stack, payment_id), mails(stack, 660 + after)) == ([1], 1)


@pytest.mark.fault("F24")
def test_throttled_deliveries_use_receives_and_no_attempt(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """A message that was received twice for nobody takes one attempt.

    On AWS the mapping receives it and the function is throttled; the emulator's mapping receives
    nothing then, so its part is played here.
    """
    sqs, queue = stack.emulator.client("sqs"), stack.outputs["payment_queue_url"]
    with paused(stack):
        payment_id = pay(acme, 670)
        until(
            lambda: (
                sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
                and receives(stack, payment_id) > 1
            )
        )
        assert acme.payment(payment_id)["status"] == "queued"
    until(lambda: succeeded(acme, payment_id), 120)
    assert acme.payment(payment_id)["attempt_count"] == 1


def receives(stack: LocalStack, payment_id: str) -> int:
    """How often the payment's message was received; asking does not receive it."""
    url = f"{stack.emulator.endpoint}/_ministack/sqs/messages"
    queue = stack.outputs["payment_queue_url"]
    found = httpx.get(url, params={"QueueUrl": queue}, timeout=30, trust_env=False).json()
    (messages,) = found["messages"][stack.emulator.account_id][stack.emulator.region].values()
    return max(
        (one["ReceiveCount"] for one in messages if one["Body"] == message(payment_id)), default=0
    )


@pytest.mark.fault("F53")
def test_a_key_that_kms_refuses_stops_a_worker_before_its_claim(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """The payment method can't be opened: no attempt, no charge, and the message comes again."""
    with paused(stack):
        payment_id = pay(acme, 680)
        refusal = FaultRule("Decrypt", "refuse", code="DisabledException", times=SDK_CALLS)
        with fresh(stack, "process_payment"), faults(stack, refusal) as met:
            answer = call(stack, "process_payment", event(payment_id))
            assert sum(met()) > 0
        assert answer == {"batchItemFailures": [{"itemIdentifier": payment_id}]}
        assert acme.payment(payment_id)["attempt_count"] == 0
    until(lambda: succeeded(acme, payment_id), 90)
    assert charges(stack, payment_id) == [1]
