"""What each command prints with `--json`, as models: `docs/till.json` is made of them."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from runtime.wire.raw_responses import LedgerRow
from till.cost.command import Costs
from till.doctor.command import Examined
from till.erasure.command import Erasure
from till.events.list_events import Events
from till.events.replay import Replayed
from till.events.resend import Resent
from till.ledger.verify_ledger import Verified
from till.lib.answer import Report
from till.merchants.documents import Changed, Merchants
from till.merchants.webhook_documents import Endpoint, WebhookChanged
from till.payments.acting import Acted
from till.payments.explain import Explained
from till.payments.exporting import Exported
from till.payments.list_payments import Payments
from till.payments.paying import Paid
from till.redrive.redrive import Letters
from till.restore.restore_drill import Drilled
from till.watch.alarms import Alarms
from till.watch.gateway_health import Circuit, Health
from till.watch.inbox import Mails
from till.watch.slo import Slo

DOCUMENTS: Final[Mapping[str, type[BaseModel]]] = {
    "alarms": Alarms,
    "cost": Costs,
    "dead-letters list": Letters,
    "dead-letters redrive": Letters,
    "dead-letters show": Letters,
    "doctor": Examined,
    "erase": Erasure,
    "events list": Events,
    "events replay": Replayed,
    "events resend": Resent,
    "explain": Explained,
    "export": Exported,
    "get": LedgerRow,
    "health": Health,
    "inbox": Mails,
    "list": Payments,
    "merchants add": Changed,
    "merchants bodies": Changed,
    "merchants credentials": Changed,
    "merchants disable": Changed,
    "merchants limit": Changed,
    "merchants list": Merchants,
    "merchants rotate": Changed,
    "merchants signatures": Changed,
    "merchants webhook end": WebhookChanged,
    "merchants webhook off": WebhookChanged,
    "merchants webhook resume": WebhookChanged,
    "merchants webhook rotate": WebhookChanged,
    "merchants webhook secret": WebhookChanged,
    "merchants webhook set": WebhookChanged,
    "merchants webhook show": Endpoint,
    "notify resend": Acted,
    "pay": Paid,
    "preview": Report,
    "psp status": Circuit,
    "redrive": Letters,
    "restore-drill": Drilled,
    "review list": Payments,
    "review resolve": Acted,
    "slo": Slo,
    "tail": Explained,
    "verify-ledger": Verified,
}
"""Command → its document; `repoint` prints a stack's state as JSON, and `console` a link."""


def schemas() -> dict[str, dict[str, Any]]:
    """Command → JSON Schema (2020-12) of its document."""
    return {name: model.model_json_schema() for name, model in DOCUMENTS.items()}
