"""What the roles are for that tell merchants, and those that only make an event due."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from local.emulator.faults import FaultRule
from local.stack.merchants import directory
from runtime.adapters.dynamodb_events import DynamoDbEvents
from runtime.adapters.dynamodb_unpublished import DynamoDbUnpublished
from runtime.domain.delivery import WELL, Lane, bus_lane
from runtime.domain.payment import event_lane
from runtime.domain.webhook import Webhook
from runtime.wire.lane_message import encode_lane
from tests.faults.steps import faults
from tests.journey.functions import call
from tests.rights.world import Flow, World

PAUSED: Final = "bistro"
"""Its endpoint stands still, so that the other merchant's is told."""
CONTACT: Final = "shop@bistro.example.com"


def _delivers(world: World, payment_id: str) -> bool:
    lane = Lane(world.acme.merchant, event_lane(payment_id))
    assert world.stack.receiver
    before = len(world.stack.receiver.shops[lane.merchant].heard)
    taken = world.take("deliver_events", encode_lane(lane))
    return taken and len(world.stack.receiver.shops[lane.merchant].heard) > before


def _publishes(world: World, payment_id: str) -> bool:
    """What is due on the bus of the payment is due no more."""
    client, table = world.stack.emulator.client("dynamodb"), world.stack.outputs["events_table"]
    lane, events = bus_lane(payment_id), DynamoDbUnpublished(client, table)
    assert events.due(lane, int(time.time()), 1)
    taken = world.take("deliver_events", encode_lane(lane))
    return taken and not events.due(lane, int(time.time()), 1)


def _wakes(world: World, _: str) -> bool:
    swept = call(world.stack, "sweep_events", {})
    return swept is not None and swept["woken"] > 0


def _paused(world: World) -> str:
    """An endpoint that has been paused, and whose contact was not told; returns its merchant."""
    register = directory(world.stack.emulator, world.stack.outputs)
    register.tell(PAUSED, _with_contact)
    _events(world).set_health(PAUSED, replace(WELL, failures=9, paused_at=int(time.time())))
    return PAUSED


def _with_contact(webhook: Webhook | None) -> Webhook | None:
    return webhook and webhook.model_copy(update={"contact": CONTACT})


def _mails(world: World, merchant: str) -> bool:
    before = len(world.stack.emulator.mailbox())
    call(world.stack, "sweep_events", {})
    mails = world.stack.emulator.mailbox()[before:]
    told = _events(world).health(merchant).told_at is not None
    return told and [one["To"] for one in mails] == [[CONTACT]]


def _events(world: World) -> DynamoDbEvents:
    client = world.stack.emulator.client("dynamodb")
    return DynamoDbEvents(client, world.stack.outputs["events_table"])


def _loses(world: World, payment_id: str) -> bool:
    """A mail whose address SES calls none, so that its merchant is to be told."""
    refusal = FaultRule(
        "/v2/email/outbound-emails", "refuse", code="BadRequestException", message="Missing domain"
    )
    with faults(world.stack, refusal):
        return world.work("notify_customer", payment_id)


def _reads(path: str) -> Callable[[World, str], bool]:
    def read(world: World, payment_id: str) -> bool:
        answer = world.acme.http.get(path.format(payment_id))
        return answer.status_code == 200 and bool(answer.json()["data"])

    return read


EVENT_FLOWS: Final[Mapping[str, Flow]] = {
    "delivers": Flow(_delivers, lambda world: world.charged()),
    "publishes": Flow(_publishes, lambda world: world.charged()),
    "wakes": Flow(_wakes, lambda world: world.charged()),
    "mails a merchant": Flow(_mails, _paused),
    "loses a mail": Flow(_loses, lambda world: world.charged()),
    "lists events": Flow(_reads("/v1/events"), lambda world: world.pay()),
    "shows events": Flow(_reads("/v1/events?payment={}"), lambda world: world.pay()),
}
