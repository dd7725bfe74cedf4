"""Who speaks to a stack at rest, and how a person reads what its roles are for.

The queues' mappings and the schedules rest, so a function works when a flow calls it, and whoever
is refused is refused inside the flow.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from local.demo.scenarios import SUCCEEDS, request
from local.receiver.shop import patient
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests.journey.functions import call, paused
from tests.journey.operating import Person, person
from tests.journey.test_operators import methods

QUEUED: Final = ("process_payment", "notify_customer", "receive_email_event", "deliver_events")


@dataclass(frozen=True)
class World:
    """A running stack, and who speaks to it."""

    stack: LocalStack
    acme: MerchantClient
    operator: Person
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def pay(self, method: str = SUCCEEDS) -> str:
        """The id of a new payment, which is queued."""
        number = next(self.numbers)
        answer = self.acme.http.post(
            "/v1/payments",
            json=request(number, method, "en", name="Ida"),
            headers={"Idempotency-Key": f"rights-{number}"},
        )
        return str(answer.raise_for_status().json()["id"])

    def work(self, handler: str, payment_id: str) -> bool:
        """Whether the function keeps nothing of one message."""
        body = json.dumps({"v": 1, "payment_id": payment_id})
        return self.take(handler, body)

    def take(self, handler: str, body: str) -> bool:
        """The same of any text in its queue."""
        answer = call(self.stack, handler, {"Records": [{"messageId": "m", "body": body}]})
        return answer == {"batchItemFailures": []}

    def charged(self, method: str = SUCCEEDS) -> str:
        """The id of a payment that was processed."""
        payment_id = self.pay(method)
        assert self.work("process_payment", payment_id)
        return payment_id

    def told(self) -> str:
        """The id of a payment that was processed, and whose mail was sent."""
        payment_id = self.charged()
        assert self.work("notify_customer", payment_id)
        return payment_id

    def due(self, payment_id: str) -> str:
        """The payment, which should have been looked at long ago."""
        self.stack.emulator.client("dynamodb").update_item(
            TableName=self.stack.outputs["payments_table"],
            Key={"payment_id": {"S": payment_id}},
            UpdateExpression="SET due_at = :long_ago",
            ExpressionAttributeValues={":long_ago": {"N": "1"}},
        )
        return payment_id

    def reads(self, path: str) -> bool:
        """Whether a merchant's read is answered."""
        return self.acme.http.get(f"/v1/payments{path}").status_code == 200

    def operates(self, path: str, body: Mapping[str, Any] | None = None) -> bool:
        """Whether an operator's call is answered."""
        return self.operator.ask(self.stack, path, body).is_success

    def lists(self, query: str) -> bool:
        """Whether an operator's list is answered."""
        return self.operator.ask_ops(self.stack, f"payments?{query}").is_success


@dataclass(frozen=True)
class Flow:
    """One function at work: what must be there first, and whether it then does what it is for."""

    act: Callable[[World, str], bool]
    prepare: Callable[[World], str] = lambda _: ""


@contextmanager
def resting(stack: LocalStack) -> Iterator[None]:
    """No queue and no schedule calls a function."""
    events = stack.emulator.client("events")
    rules = [rule["Name"] for rule in events.list_rules()["Rules"]]
    with ExitStack() as pauses:
        for handler in QUEUED:
            pauses.enter_context(paused(stack, handler))
        for rule in rules:
            events.disable_rule(Name=rule)
            pauses.callback(events.enable_rule, Name=rule)
        yield


@contextmanager
def world_of(stack: LocalStack) -> Iterator[World]:
    """The stack with mappings and schedules at rest, a merchant with an endpoint, an operator."""
    acme = stack.merchant("acme")
    assert stack.receiver
    for shop in stack.receiver.shops.values():
        shop.luck = patient
    with resting(stack), person(stack.emulator, "rights", methods(stack)) as operator:
        yield World(stack, acme, operator)
    acme.close()
