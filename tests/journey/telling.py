"""A merchant of a running stack that is told, and everything that came to its endpoint."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from local.demo.scenarios import SUCCEEDS, request
from local.receiver.shop import TAKEN, Heard, Shop, patient
from local.stack.client import MerchantClient
from local.stack.endpoints import enrol_one, secrets_of
from local.stack.merchants import directory
from local.stack.stack import LocalStack
from tests.journey.functions import call

TYPES = ["payment.accepted", "payment.processing", "payment.succeeded"]
"""What a payment that succeeds is told as."""


class Came(NamedTuple):
    """A message as it came."""

    headers: Mapping[str, str]
    body: bytes


class RecordingShop(Shop):
    """A backend that keeps each message as it came."""

    def __init__(self) -> None:
        super().__init__(patient)
        self.came: list[Came] = []

    def hear(self, headers: Mapping[str, str], body: bytes) -> int:
        """See `Shop`."""
        self.came.append(Came(dict(headers), body))
        return super().hear(headers, body)


@dataclass(frozen=True)
class Told:
    """The merchant, its backend and its client."""

    stack: LocalStack
    name: str
    shop: RecordingShop
    client: MerchantClient

    def pay(self, number: int) -> str:
        """The id of a new payment, which will succeed."""
        answer = self.client.pay(request(number, SUCCEEDS, "en", name="Ida"), f"told-{number}")
        return str(answer.raise_for_status().json()["id"])

    def heard(self, payment_id: str) -> list[Heard]:
        """Every message about the payment, in the order in which they came."""
        about = payment_id.removeprefix("pay_")
        return [one for one in self.shop.heard if about in one.event_id]

    def came(self, event_id: str) -> list[Came]:
        """Every message of the event."""
        return [one for one in self.shop.came if one.headers["webhook-id"] == event_id]

    def has(self, payment_id: str) -> bool:
        """Whether the backend has thanked for the whole payment."""
        thanked = {one.event["type"] for one in self.heard(payment_id) if one.status == TAKEN}
        return sorted(thanked) == TYPES

    def events(self, query: str = "") -> list[dict[str, Any]]:
        """What `GET /v1/events` shows the merchant."""
        return list(self.client.http.get(f"/v1/events{query}").raise_for_status().json()["data"])

    def secrets(self) -> Sequence[str]:
        """All that its endpoint has, newest first."""
        webhook = directory(self.stack.emulator, self.stack.outputs).known(self.name).webhook
        return secrets_of(self.stack.emulator, self.stack.outputs, self.name, webhook)


@contextmanager
def telling(stack: LocalStack, name: str) -> Iterator[Told]:
    """A merchant of this name, which is told until the block ends."""
    assert stack.receiver
    shop = stack.receiver.shops[name] = RecordingShop()
    register = directory(stack.emulator, stack.outputs)
    register.add(name, again=True)
    enrol_one(stack.emulator, stack.outputs, stack.receiver, name)
    client = stack.merchant(name)
    try:
        yield Told(stack, name, shop, client)
    finally:
        client.close()
        register.tell(name, lambda _: None)
        register.disable(name)
        del stack.receiver.shops[name]


def sweep_events(stack: LocalStack) -> dict[str, Any] | None:
    """One run of the sweeper of events; the schedule may be running one, then it is None."""
    return call(stack, "sweep_events", {})
