"""What a merchant's backend does with an event: verify it, take it once, and fail now and then."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from threading import Lock
from typing import Any, NamedTuple

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

TAKEN, BUSY, BROKEN, UNSIGNED = 204, 503, 500, 400
"""What it answers: HTTP's status."""

Luck = Callable[[str, int], int]
"""An event's id, and how often it came before → what is answered to it."""


class Outcome(StrEnum):
    """What became of a message."""

    TAKEN = "taken"
    REPEAT = "repeat, ignored"
    REFUSED = "refused"
    UNSIGNED = "not ours"


class Heard(NamedTuple):
    """One message that came."""

    event_id: str
    outcome: Outcome
    status: int
    event: Mapping[str, Any]
    """What it said; nothing, where it was not ours."""
    at: float
    """Unix seconds."""


def patient(_: str, __: int) -> int:
    """Everything is well."""
    return TAKEN


def sometimes(event_id: str, before: int) -> int:
    """The first time of every tenth it is busy; of another it breaks when it has the event."""
    draw = hashlib.sha256(event_id.encode()).digest()[0] % 10
    return {0: BUSY, 1: BROKEN}.get(draw, TAKEN) if before == 0 else TAKEN


class Shop:
    """A backend of one merchant: it knows its secrets, and each event by its id."""

    def __init__(self, luck: Luck = sometimes) -> None:
        self.luck = luck
        self.heard: list[Heard] = []
        """Every message, in the order in which they came."""
        self._secrets: tuple[str, ...] = ()
        self._known: set[str] = set()
        self._came: dict[str, int] = {}
        self._lock = Lock()

    def learn(self, secrets: Sequence[str]) -> None:
        """The secrets that count from now on, as `till merchants webhook secret` writes them."""
        self._secrets = tuple(secrets)

    @property
    def taken(self) -> dict[str, Mapping[str, Any]]:
        """Every event that it has, by id."""
        with self._lock:
            return {one.event_id: one.event for one in self.heard if one.outcome is Outcome.TAKEN}

    def hear(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take one message; returns the status that answers it."""
        event = self._verified(headers, body)
        with self._lock:
            heard = self._judged(headers.get("webhook-id", ""), event)
            self.heard.append(heard)
        return heard.status

    def _judged(self, event_id: str, event: Mapping[str, Any] | None) -> Heard:
        if event is None:
            return Heard(event_id, Outcome.UNSIGNED, UNSIGNED, {}, time.time())
        before = self._came.get(event_id, 0)
        self._came[event_id] = before + 1
        status = self.luck(event_id, before)
        if status == BUSY:
            return Heard(event_id, Outcome.REFUSED, status, event, time.time())
        outcome = Outcome.REPEAT if event_id in self._known else Outcome.TAKEN
        self._known.add(event_id)
        return Heard(event_id, outcome, status, event, time.time())

    def _verified(self, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any] | None:
        for secret in self._secrets:
            try:
                found: Mapping[str, Any] = Webhook(secret).verify(body, dict(headers))
            except (WebhookVerificationError, json.JSONDecodeError):
                continue
            return found if found.get("id") == headers.get("webhook-id") else None
        return None
