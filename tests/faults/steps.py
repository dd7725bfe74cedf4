"""What the tests of faults do: set rules, pay, and look."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Final

import httpx

from local.demo.scenarios import SUCCEEDS, request
from local.emulator.faults import CONTROL, FaultRule
from local.stack.client import MerchantClient
from local.stack.publish import ALIAS, publish
from local.stack.stack import LocalStack
from runtime.domain.payment import payment_id

INJECTED: Final[Counter[str]] = Counter()
"""How often each kind of fault was met by a request of this run."""


class Meetings:
    """How many requests each rule has met, as the layer counts them."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __call__(self) -> list[int]:
        """One number for each rule, in the order of the rules."""
        return list(httpx.get(self._url, timeout=30, trust_env=False).json())


@contextmanager
def faults(stack: LocalStack, *rules: FaultRule) -> Iterator[Meetings]:
    """The rules hold for as long as the block lasts."""
    url = stack.emulator.endpoint + CONTROL
    _set(url, *rules)
    met = Meetings(url)
    try:
        yield met
    finally:
        for rule, times in zip(rules, met(), strict=True):
            INJECTED[f"{rule.operation.rpartition('/')[2]}: {rule.does}"] += times
        _set(url)


def _set(url: str, *rules: FaultRule) -> None:
    text = json.dumps([asdict(rule) for rule in rules])
    httpx.put(url, content=text, timeout=30, trust_env=False).raise_for_status()


def body(number: int, payment_method: str = SUCCEEDS) -> dict[str, object]:
    """A request whose payer is known by the number."""
    return request(number, payment_method, "en", name="Ida")


def pay(client: MerchantClient, number: int, payment_method: str = SUCCEEDS) -> str:
    """The id of a new payment."""
    answer = client.pay(body(number, payment_method), f"fault-{number}")
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def once(client: MerchantClient, number: int) -> httpx.Response:
    """One request, not repeated by the client whatever the answer is, and remembered by it."""
    answer = client._ask(body(number), f"fault-{number}")
    assert answer is not None
    return answer


def id_of(client: MerchantClient, number: int) -> str:
    """The id that the payment has, or would have."""
    return payment_id(client.merchant, f"fault-{number}")


def succeeded(client: MerchantClient, *ids: str) -> bool:
    """Whether all of them have succeeded and their mails are sent."""
    found = [client.payment(one) for one in ids]
    return all(
        one["status"] == "succeeded" and one["notification"]["status"] == "sent" for one in found
    )


def charges(stack: LocalStack, *ids: str) -> list[int]:
    """How often the PSP's own book says that each was charged."""
    counts = Counter(capture["payment_id"] for capture in stack.psp.book()["captures"])
    return [counts[one] for one in ids]


def mails(stack: LocalStack, number: int) -> int:
    """How many mails SES accepted for the payer of this number."""
    return sum(f"payer-{number}@example.com" in one["To"] for one in stack.emulator.mailbox())


def send(stack: LocalStack, one: str) -> None:
    """One more message of the payment in the payment queue."""
    stack.emulator.client("sqs").send_message(
        QueueUrl=stack.outputs["payment_queue_url"], MessageBody=message(one)
    )


def message(one: str) -> str:
    """The message as the acceptor writes it."""
    return json.dumps({"v": 1, "payment_id": one}, separators=(",", ":"))


@contextmanager
def fresh(stack: LocalStack, handler: str) -> Iterator[None]:
    """The function runs in environments that have kept nothing, as after a deployment."""
    client = stack.emulator.client("lambda")
    name = stack.outputs["functions"][handler]
    alias = {"FunctionName": name, "Name": ALIAS}
    usual = client.get_alias(**alias)["FunctionVersion"]
    client.update_function_configuration(FunctionName=name, Description=secrets.token_hex(4))
    publish(client, name)
    try:
        yield
    finally:
        client.update_alias(**alias, FunctionVersion=usual)
