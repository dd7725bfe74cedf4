"""Faults while a payment is accepted."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from docs.examples.pay_encrypted import encrypted
from local.emulator.faults import FaultRule
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.faults.steps import body, charges, faults, fresh, id_of, once, pay, succeeded
from tests.journey.asking import Case, ask, check, get
from tests.journey.functions import paused

pytestmark = [pytest.mark.emulator, pytest.mark.faults, pytest.mark.usefixtures("sound")]

SDK_CALLS = 2
"""So often the acceptor's client asks before it gives up."""


@pytest.mark.fault("F2")
def test_a_message_whose_reply_was_lost_is_one_payment(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Both sends were done and both replies lost; the payment is accepted and charged once."""
    payment_id = id_of(acme, 501)
    lost = FaultRule("SendMessage", "lose", contains=payment_id, times=SDK_CALLS)
    with paused(stack), faults(stack, lost) as met:
        assert pay(acme, 501) == payment_id
        assert met() == [SDK_CALLS]
    assert pay(acme, 501) == payment_id
    until(lambda: succeeded(acme, payment_id), 60)
    assert charges(stack, payment_id) == [1]


@pytest.mark.fault("F1")
def test_an_acceptor_killed_before_its_message_loses_nothing(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """The caller hears 500; the same key finds the payment, and without it the sweeper does."""
    payment_id = id_of(acme, 502)
    with faults(stack, FaultRule("SendMessage", "kill", contains=payment_id)) as met:
        assert once(acme, 502).status_code in {500, 502}
        assert met() == [1]
    until(lambda: succeeded(acme, payment_id), 90)
    assert once(acme, 502).headers["Idempotent-Replayed"] == "true"
    assert charges(stack, payment_id) == [1]


@pytest.mark.fault("F5")
def test_twenty_requests_with_one_key_are_one_payment(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """All at once: every answer names the same payment, which is charged once."""
    with ThreadPoolExecutor(20) as pool:
        ids = set(pool.map(lambda _: pay(acme, 503), range(20)))
    assert len(ids) == 1
    until(lambda: succeeded(acme, *ids), 60)
    assert charges(stack, *ids) == [1]


@pytest.mark.fault("F6")
def test_one_key_of_two_merchants_is_two_payments(
    acme: MerchantClient, bistro: MerchantClient, stack: LocalStack
) -> None:
    """Each gets its own, and each is charged once."""
    ours, theirs = pay(acme, 504), pay(bistro, 504)
    assert ours != theirs
    until(lambda: succeeded(acme, ours) and succeeded(bistro, theirs), 60)
    assert charges(stack, ours, theirs) == [1, 1]


@pytest.mark.fault("F7")
def test_a_client_that_gave_up_finds_its_payment(acme: MerchantClient, stack: LocalStack) -> None:
    """The ledger was slow, the client gone; the same key answers with what was accepted."""
    slow = FaultRule("SendMessage", "delay", contains=id_of(acme, 505), seconds=0.4)
    with faults(stack, slow), pytest.raises(httpx.ReadTimeout):
        acme.http.post(
            "/v1/payments", json=body(505), headers={"Idempotency-Key": "fault-505"}, timeout=0.1
        )
    payment_id = pay(acme, 505)
    until(lambda: succeeded(acme, payment_id), 60)
    assert charges(stack, payment_id) == [1]


@pytest.mark.fault("F53")
@pytest.mark.parametrize("code", ["DisabledException", "ThrottlingException"])
def test_a_key_that_kms_refuses_accepts_nothing(
    acme: MerchantClient, stack: LocalStack, code: str
) -> None:
    """Sealing comes before writing: 503, no payment, and the same key converges later."""
    number = 510 + len(code)
    with faults(stack, FaultRule("GenerateDataKey", "refuse", code=code, times=20)) as met:
        with fresh(stack, "accept_payment"):
            check(once(acme, number), Case(503, "service_unavailable"))
        assert sum(met()) > 0
    answer = once(acme, number)
    assert (answer.status_code, "Idempotent-Replayed" in answer.headers) == (202, False)


@pytest.mark.parametrize("code", ["ThrottlingException", "KMSInternalException"])
def test_a_body_that_kms_does_not_open_now_accepts_nothing(
    acme: MerchantClient, stack: LocalStack, code: str
) -> None:
    """Beyond the quota of RSA, too: 503, no payment; the same key is good afterwards."""
    number = 530 + len(code)
    with faults(stack, FaultRule("Decrypt", "refuse", code=code, times=20)) as met:
        check(encrypted_once(acme, number), Case(503, "service_unavailable"))
        assert sum(met()) > 0
    answer = once(acme, number)
    assert (answer.status_code, "Idempotent-Replayed" in answer.headers) == (202, False)
    assert encrypted_once(acme, number).headers["Idempotent-Replayed"] == "true"


def encrypted_once(acme: MerchantClient, number: int) -> httpx.Response:
    """One request, encrypted."""
    key = acme.http.get("/v1/keys").json()["keys"][0]
    headers = {"Content-Type": "application/jose", "Idempotency-Key": f"fault-{number}"}
    return acme.http.post("/v1/payments", content=encrypted(body(number), key), headers=headers)


def test_a_read_of_a_ledger_that_does_not_answer_in_time_is_503(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """An outage has a code of its own, and passes: the next read answers."""
    with paused(stack):
        payment_id = pay(acme, 506)
        case = get(f"/v1/payments/{payment_id}", 503, "service_unavailable")
        assert ask(acme, case).status_code == 200
        slow = FaultRule("GetItem", "delay", contains=payment_id, times=SDK_CALLS, seconds=1)
        with faults(stack, slow) as met:
            check(ask(acme, case), case)
            assert met() == [SDK_CALLS]
        assert ask(acme, case).status_code == 200
