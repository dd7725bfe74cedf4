"""What each role is for, as one short flow that a person can read, played without its queues."""

import time
from collections.abc import Callable, Mapping
from typing import Final

from joserfc.jwk import RSAKey

from local.demo.scenarios import SUCCEEDS, request
from local.emulator.faults import FaultRule
from local.psp.events import signature
from local.psp.server import SIGNERS
from tests.fakes.sealing import sealed
from tests.fakes.ses_event import bounce
from tests.faults.steps import faults
from tests.journey.aging import aged, unsigned
from tests.journey.functions import call
from tests.journey.test_operators import SAID
from tests.journey.test_webhooks import event, post
from tests.rights.event_flows import EVENT_FLOWS
from tests.rights.world import Flow, World

PENDING: Final = "pm_local_pending_until_told"
LATE: Final = "pm_local_paid_after_decline"
MAIL: Final = "/v2/email/outbound-emails"


def _accepts(world: World, _: str) -> bool:
    return bool(world.pay())


def _accepts_encrypted(world: World, _: str) -> bool:
    """For a key whose public half KMS tells the root, so that no role's right to it counts."""
    aliases = world.stack.emulator.client("kms").list_aliases()["Aliases"]
    (key,) = (each["TargetKeyId"] for each in aliases if each["AliasName"].endswith("messages-2"))
    half = world.stack.emulator.client("kms").get_public_key(KeyId=key)["PublicKey"]
    number = next(world.numbers)
    body = sealed(request(number, SUCCEEDS, "en", name="Ida"), RSAKey.import_key(half), kid=key)
    headers = {"Idempotency-Key": f"rights-{number}", "Content-Type": "application/jose"}
    return world.acme.http.post("/v1/payments", content=body, headers=headers).is_success


def _cancels(world: World, payment_id: str) -> bool:
    return world.acme.cancel(payment_id).is_success


def _hears(world: World, payment_id: str) -> bool:
    text = event(payment_id)
    url = f"{world.stack.outputs['gateway_url']}/v1/webhooks/psp"
    return post(url, text, signature(text, [SIGNERS[0]], int(time.time()))).is_success


def _reconciles(world: World, _: str) -> bool:
    return call(world.stack, "reconcile_payments", {}) is not None


def _expires(world: World, _: str) -> bool:
    expired = call(world.stack, "expire_payers", {})
    return expired is not None and expired["erased"] > 0


def _signs(world: World, _: str) -> bool:
    signed = call(world.stack, "sign_ledger", {})
    return signed is not None and signed["signed"] == 1


def _sweeps(world: World, _: str) -> bool:
    swept = call(world.stack, "sweep_payments", {})
    return swept is not None and swept["sent"] > 0


def _bounced(world: World, payment_id: str) -> bool:
    payment = world.acme.payment(payment_id)
    lines = world.acme.http.get(f"/v1/payments/{payment_id}/entries").json()["data"]
    (final,) = (line["seq"] for line in lines if line["type"] == "succeeded")
    mail = payment["notification"]["message_id"]
    told = bounce(notification=f"{payment_id}-{final}", message=mail)
    return world.take("receive_email_event", told)


def _under_way(world: World) -> str:
    """A payment whose notifier died beside the mail service: another has to wait."""
    payment_id = world.charged()
    with faults(world.stack, FaultRule(MAIL, "kill")):
        assert not world.work("notify_customer", payment_id)
    return payment_id


def _works(handler: str) -> Callable[[World, str], bool]:
    return lambda world, payment_id: world.work(handler, payment_id)


FLOWS: Final[Mapping[str, Flow]] = {
    "accepts": Flow(_accepts),
    "accepts encrypted": Flow(_accepts_encrypted),
    "cancels": Flow(_cancels, lambda world: world.pay()),
    "hears": Flow(_hears, lambda world: world.charged(PENDING)),
    "reads one": Flow(lambda world, one: world.reads(f"/{one}"), lambda world: world.pay()),
    "reads entries": Flow(
        lambda world, one: world.reads(f"/{one}/entries"), lambda world: world.pay()
    ),
    "shows keys": Flow(lambda world, _: world.acme.http.get("/v1/keys").status_code == 200),
    "lists": Flow(lambda world, _: world.reads(""), lambda world: world.pay()),
    "lists by reference": Flow(
        lambda world, _: world.reads("?reference=order-1"), lambda world: world.pay()
    ),
    "shows entries": Flow(
        lambda world, one: world.operates(f"{one}/entries"), lambda world: world.pay()
    ),
    "lists rows": Flow(lambda world, _: world.lists("status=queued"), lambda world: world.pay()),
    "lists rows of all": Flow(lambda world, _: world.lists("limit=1"), lambda world: world.pay()),
    "resolves": Flow(
        lambda world, one: world.operates(f"{one}/resolve", SAID),
        lambda world: world.charged("pm_local_wrong_amount"),
    ),
    "processes": Flow(_works("process_payment"), lambda world: world.pay()),
    "processes later": Flow(
        _works("process_payment"), lambda world: world.due(world.charged(PENDING))
    ),
    "ends": Flow(_works("process_dead_letter"), lambda world: world.pay()),
    "ends later": Flow(
        _works("process_dead_letter"), lambda world: world.due(world.charged(PENDING))
    ),
    "tells": Flow(_works("notify_customer"), lambda world: world.charged()),
    "tells later": Flow(_works("notify_customer"), _under_way),
    "hears of a mail": Flow(_bounced, lambda world: world.told()),
    "reconciles": Flow(_reconciles, lambda world: world.charged(LATE)),
    "expires": Flow(_expires, lambda world: aged(world.stack, world.told())),
    "signs": Flow(_signs, lambda world: unsigned(world.stack, world.told())),
    "sweeps": Flow(_sweeps, lambda world: world.due(world.pay())),
    "sweeps mails": Flow(_sweeps, lambda world: world.due(world.charged())),
    **EVENT_FLOWS,
}
