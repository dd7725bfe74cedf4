"""A merchant's backend: gets a token, asks for payments, remembers what it was answered."""

import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx

from local.stack.invariants import UNKNOWN_FROM
from local.stack.snapshot import ClientResponse

TIMEOUT_S = 60
"""The emulator has no integration timeout, so the client is patient and the clock is shown."""

REPEATS = 3
"""A payment whose answer was 5xx may exist: the same key finds out."""

SCOPES = "payments/read payments/write"


@dataclass
class MerchantClient:
    """One OAuth2 client of the gateway; safe to use from several threads."""

    merchant: str
    gateway_url: str
    token_url: str
    client_id: str
    client_secret: str
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    """Starts every key of one run, so that a second run on the same stack pays anew."""
    answers: list[ClientResponse] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """How long the gateway took to answer each request for a payment."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def http(self) -> httpx.Client:
        """The connections, with the token in every request."""
        return httpx.Client(
            base_url=self.gateway_url,
            headers={"Authorization": f"Bearer {self.token()}"},
            timeout=TIMEOUT_S,
            trust_env=False,
        )

    def token(self, scope: str = SCOPES) -> str:
        """A fresh access token.

        Raises:
            httpx.HTTPStatusError: the token endpoint refuses the client or the scope.
        """
        answer = httpx.post(
            self.token_url,
            auth=(self.client_id, self.client_secret),
            data={"grant_type": "client_credentials", "scope": scope},
            timeout=TIMEOUT_S,
            trust_env=False,
        )
        return str(answer.raise_for_status().json()["access_token"])

    def pay(self, body: Mapping[str, Any], key: str) -> httpx.Response:
        """Ask for a payment; repeat it with the same key where the answer says nothing."""
        for _ in range(REPEATS):
            answer = self._ask(body, key)
            if answer.status_code < UNKNOWN_FROM:
                break
        return answer

    def _ask(self, body: Mapping[str, Any], key: str) -> httpx.Response:
        """One request, whose answer is remembered."""
        started = time.perf_counter()
        answer = self.http.post("/v1/payments", json=body, headers={"Idempotency-Key": key})
        took = time.perf_counter() - started
        remembered = ClientResponse(
            merchant=self.merchant,
            key=key,
            body=json.dumps(body, sort_keys=True),
            http_status=answer.status_code,
            payment_id=answer.json().get("id"),
        )
        with self._lock:
            self.answers.append(remembered)
            self.seconds.append(took)
        return answer

    def payment(self, payment_id: str) -> dict[str, Any]:
        """The payment as the gateway shows it now."""
        answer = self.http.get(f"/v1/payments/{payment_id}")
        return dict(answer.raise_for_status().json())

    def cancel(self, payment_id: str) -> httpx.Response:
        """Ask to take a payment back."""
        return self.http.post(f"/v1/payments/{payment_id}/cancel")

    def close(self) -> None:
        """Close the connections, if any was needed."""
        if "http" in vars(self):
            self.http.close()
