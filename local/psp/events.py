"""Tells a webhook what the book says has happened, signed as Stripe signs (off until asked)."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from local.psp.book import Book
from local.psp.intents import Intent

PATIENCE: Final = 30
"""Seconds that a webhook may take to answer."""


def payload(event: Mapping[str, Any], intent: Intent) -> str:
    """An event as Stripe's JSON (Stripe, "The Event object")."""
    return json.dumps(
        {
            "id": event["id"],
            "object": "event",
            "created": int(time.time()),
            "data": {"object": intent.json()},
            "livemode": False,
            "pending_webhooks": 1,
            "type": event["type"],
        },
        indent=2,
    )


def signature(text: str, secrets: Sequence[str], at: int) -> str:
    """The header `Stripe-Signature`: one signature for each secret that is good at `at`."""
    signed = f"{at}.{text}".encode()
    codes = [hmac.new(each.encode(), signed, hashlib.sha256).hexdigest() for each in secrets]
    return ",".join([f"t={at}", *(f"v1={code}" for code in codes)])


@dataclass
class WebhookSender:
    """Posts each new event of the book once, and notes what it was answered."""

    book: Book
    url: str = ""
    """Empty: nobody is told."""
    secret: str = ""
    sent: int = 0
    """How many events of the book are behind us."""
    answers: list[dict[str, Any]] = field(default_factory=list)
    _posts: set[asyncio.Task[None]] = field(default_factory=set)

    def send(self, intents: Mapping[str, Intent]) -> None:
        """Begin to post what is new; whoever caused it does not wait for that."""
        news, self.sent = self.book.events[self.sent :], len(self.book.events)
        for event in news if self.url else ():
            text = payload(event, intents[event["payment_intent"]])
            post = asyncio.ensure_future(self._post(event["id"], text))
            self._posts.add(post)
            post.add_done_callback(self._posts.discard)

    async def _post(self, event_id: str, text: str) -> None:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(text, [self.secret], int(time.time())),
        }
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            try:
                status = (await client.post(self.url, content=text, headers=headers)).status_code
            except httpx.TransportError as error:
                self.answers.append({"event": event_id, "error": type(error).__name__})
            else:
                self.answers.append({"event": event_id, "status": status})
