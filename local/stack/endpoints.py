"""Where the merchants of a local stack are told, set by the operators' own command."""

import secrets
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from local.emulator.emulator import Emulator
from local.receiver.server import Receiver
from local.stack.merchants import directory
from runtime.adapters.webhook_signatures import derive, secret_text
from runtime.domain.webhook import Webhook
from till.merchants.webhook_endpoint import ID_BYTES, placed, secret_id


def enrol(emulator: Emulator, outputs: Mapping[str, Any], receiver: Receiver) -> None:
    """Give each merchant its endpoint at the receiver, and each backend its secrets."""
    for name in receiver.shops:
        enrol_one(emulator, outputs, receiver, name)


def enrol_one(
    emulator: Emulator, outputs: Mapping[str, Any], receiver: Receiver, merchant: str
) -> None:
    """The same of one merchant, which the directory and the receiver know."""
    here = _at(receiver, merchant)
    webhook = directory(emulator, outputs).tell(merchant, partial(_instead, here))
    receiver.shops[merchant].learn(secrets_of(emulator, outputs, merchant, webhook))


def secrets_of(
    emulator: Emulator, outputs: Mapping[str, Any], merchant: str, webhook: Webhook | None
) -> list[str]:
    """Every secret of the endpoint, newest first, as its merchant is given it."""
    kms, key = emulator.client("kms"), outputs["webhook_key_arn"]
    names = webhook.secret_ids if webhook else []
    return [secret_text(derive(kms, key, merchant, each)) for each in names]


def _instead(here: Webhook, _: Webhook | None) -> Webhook:
    """Whatever there was."""
    return here


def _at(receiver: Receiver, merchant: str) -> Webhook:
    identifier = secret_id(secrets.token_bytes(ID_BYTES))
    return placed(None, receiver.url(merchant), None, int(time.time()), identifier)
