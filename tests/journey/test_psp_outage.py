"""The PSP goes away while payments wait in the queue, and comes back."""

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack import collect
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.adapters.dynamodb_rows import read_row
from runtime.domain.payment import Status
from tests._wait import until
from tests.journey.functions import paused

pytestmark = pytest.mark.emulator

PAYMENTS = 30
IN_FLIGHT = 20
"""Two batches of ten are what the local stack works on at a time."""


@pytest.mark.fault(
    "F23",
    sees="The payment stays `queued`, then succeeds",
    does=(
        "The circuit opens: messages wait as new delayed ones, no attempt and no receive is "
        "used, one probe at a time asks"
    ),
    person="asks the PSP, where the alarm persists",
)
@pytest.mark.fault("F52")
@pytest.mark.parametrize("mode", [{"outage": True}, {"auth": "refuse"}], ids=["503", "401"])
def test_payments_wait_for_the_psp_and_finish_by_themselves(
    acme: MerchantClient, stack: LocalStack, mode: dict[str, str | bool]
) -> None:
    """F23: few calls reach a PSP that is away, no attempt is used, and all succeed after it."""
    label = "-".join(mode)
    with paused(stack):
        ids = [pay(acme, label, number) for number in range(PAYMENTS)]
        before = len(stack.psp.book()["calls"])
        stack.psp.set_mode(**mode)
    try:
        until(lambda: openings(stack) > 2, 60)
        assert now(stack, ids) == {(Status.QUEUED, 0)}
        probes = openings(stack)
    finally:
        stack.psp.set_mode(outage=False, auth="ok")
    calls = [one for one in stack.psp.book()["calls"][before:] if one["result"] in REFUSED]
    assert 0 < len(calls) <= IN_FLIGHT * 2 + probes + 1
    until(lambda: now(stack, ids) == {(Status.SUCCEEDED, 1)}, 90)
    assert circuit(stack)["state"]["S"] == "closed"


REFUSED = {"api_error", "invalid_request_error"}


def pay(client: MerchantClient, label: str, number: int) -> str:
    """The id of a new payment."""
    answer = client.pay(request(number, SUCCEEDS, "en", name="Ida"), f"outage-{label}-{number}")
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def now(stack: LocalStack, ids: list[str]) -> set[tuple[Status, int]]:
    """Status and number of attempts of these payments, each pair once."""
    return {
        (row.status, row.attempt_count)
        for row in map(read_row, collect.scan(stack, "payments_table"))
        if row.payment_id in ids
    }


def circuit(stack: LocalStack) -> dict[str, dict[str, str]]:
    """The breaker's item; empty while there is none."""
    table = stack.outputs["payments_table"]
    key = {"payment_id": {"S": "breaker#stripe"}}
    answer = stack.emulator.client("dynamodb").get_item(TableName=table, Key=key)
    return dict(answer.get("Item", {}))


def openings(stack: LocalStack) -> int:
    """How often in a row the circuit was opened."""
    return int(circuit(stack).get("openings", {"N": "0"})["N"])


def test_the_breakers_item_is_no_payment(stack: LocalStack) -> None:
    """Whoever collects the payments does not meet it."""
    assert circuit(stack)
    assert all(one.startswith("pay_") for one in collect.known(stack))
