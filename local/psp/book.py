"""The provider's own book: what arrived and what was really charged. The oracle of the tests."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from local.psp.intents import Charge, Intent, new_id

_ATTEMPT = re.compile(r"(?P<payment>.+):confirm:(?P<attempt>\d+)")


@dataclass
class Book:
    """Append-only lists of plain data, in the order of events."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    captures: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def arrived(self, method: str, path: str, key: str | None, form: str) -> dict[str, Any]:
        """Note a call before it is executed; its `result` is filled in when it ends."""
        match = _ATTEMPT.fullmatch(key or "")
        call = {
            "at": time.time(),
            "method": method,
            "path": path,
            "idempotency_key": key,
            "attempt": int(match["attempt"]) if match else None,
            "payment_id": match["payment"] if match else None,
            "form": form,
            "result": "no answer",
            "replayed": False,
        }
        self.calls.append(call)
        return call

    def captured(self, intent: Intent, charge: Charge) -> None:
        """Note money taken, and the event that tells of it."""
        self.captures.append(
            {
                "at": time.time(),
                "payment_intent": intent.id,
                "charge": charge.id,
                "payment_id": intent.metadata.get("payment_id"),
                "amount": charge.amount,
                "currency": charge.currency,
            }
        )
        self.events.append(
            {
                "id": new_id("evt"),
                "type": "payment_intent.succeeded",
                "payment_intent": intent.id,
                "payment_id": intent.metadata.get("payment_id"),
            }
        )

    def plain(self, intents: list[Intent]) -> dict[str, Any]:
        """The whole book as JSON-ready data."""
        return {
            "calls": self.calls,
            "captures": self.captures,
            "events": self.events,
            "intents": [
                {
                    "id": intent.id,
                    "payment_id": intent.metadata.get("payment_id"),
                    "status": intent.status,
                    "confirms": intent.confirms,
                    "declined": bool(intent.charge and intent.charge.decline),
                }
                for intent in intents
            ],
        }
