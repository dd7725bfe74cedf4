"""A merchant's backend: gets a token, asks for payments, remembers what it was answered."""

import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import httpx
from tenacity import RetryError, Retrying, retry_if_result, stop_after_attempt
from tenacity.wait import wait_base, wait_random_exponential

from local.stack.invariants import NO_ANSWER, UNKNOWN_FROM
from local.stack.snapshot import ClientResponse

TIMEOUT_S = 60
"""The emulator's gateway counts from a warm worker on, so the client is patient."""

REPEATS = 6
"""A payment whose answer was 5xx, or never came, may exist: the same key finds out."""

PAUSES = wait_random_exponential(multiplier=0.25, max=4)
"""Seconds between two of them: a gateway without time is not asked again at once by everybody."""

BUSY = "this machine may be too busy: end what runs beside it and start again."


class NoAnswerError(Exception):
    """The gateway answered nothing, however often it was asked; one sentence."""


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
    patience: float = TIMEOUT_S
    """Seconds."""
    pauses: wait_base = PAUSES
    scopes: str = SCOPES
    answers: list[ClientResponse] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """How long the gateway took to answer each request for a payment."""
    renew_at: float = 0
    """When `http` asks for the next token, by the monotonic clock: half of a token's life later."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def http(self) -> httpx.Client:
        """The connections, with a token that still lives in every request."""
        with self._lock:
            if time.monotonic() >= self.renew_at:
                given = self._granted(self.scopes)
                self.connections.headers["Authorization"] = f"Bearer {given['access_token']}"
                self.renew_at = time.monotonic() + given["expires_in"] / 2
        return self.connections

    @cached_property
    def connections(self) -> httpx.Client:
        """Those to the gateway; `http` gives them their token."""
        return httpx.Client(base_url=self.gateway_url, timeout=self.patience, trust_env=False)

    def token(self, scope: str = SCOPES) -> str:
        """A fresh access token.

        Raises:
            httpx.HTTPStatusError: the token endpoint refuses the client or the scope.
        """
        return str(self._granted(scope)["access_token"])

    def _granted(self, scope: str) -> dict[str, Any]:
        answer = httpx.post(
            self.token_url,
            auth=(self.client_id, self.client_secret),
            data={"grant_type": "client_credentials", "scope": scope},
            timeout=TIMEOUT_S,
            trust_env=False,
        )
        return dict(answer.raise_for_status().json())

    def pay(self, body: Mapping[str, Any], key: str) -> httpx.Response:
        """Ask for a payment; repeat it with the same key where nothing is known of it.

        Raises:
            NoAnswerError: the last repeat was not answered either.
        """
        answer = self._repeated(lambda: self._ask(body, key))
        if answer is None:
            raise self._silent(f"the payment {key}")
        return answer

    def unanswered(self) -> dict[int, int]:
        """Status → how many answers said nothing, so that the key was asked again."""
        return dict(
            Counter(
                answer.http_status
                for answer in self.answers
                if answer.http_status == NO_ANSWER or answer.http_status >= UNKNOWN_FROM
            )
        )

    def _ask(self, body: Mapping[str, Any], key: str) -> httpx.Response | None:
        """One request, whose answer is remembered, or that there was none."""
        started = time.perf_counter()
        answer = _answer(
            lambda: self.http.post("/v1/payments", json=body, headers={"Idempotency-Key": key})
        )
        took = time.perf_counter() - started
        remembered = ClientResponse(
            merchant=self.merchant,
            key=key,
            body=json.dumps(body, sort_keys=True),
            http_status=NO_ANSWER if answer is None else answer.status_code,
            payment_id=_id(answer),
        )
        with self._lock:
            self.answers.append(remembered)
            self.seconds.append(took)
        return answer

    def payment(self, payment_id: str) -> dict[str, Any]:
        """The payment as the gateway shows it now; a read is safe to repeat.

        Raises:
            NoAnswerError: the last repeat was not answered either.
            httpx.HTTPStatusError: there is no such payment.
        """
        answer = self._repeated(
            lambda: _answer(lambda: self.http.get(f"/v1/payments/{payment_id}"))
        )
        if answer is None or _says_nothing(answer):
            raise self._silent(f"the look at {payment_id}")
        return dict(answer.raise_for_status().json())

    def accepted(self, answer: httpx.Response) -> str:
        """The id of the payment that an answer accepts.

        Raises:
            NoAnswerError: it accepts none, after every repeat.
        """
        if found := _id(answer):
            return found
        raise NoAnswerError(
            f"The gateway at {self.gateway_url} answered a payment with {answer.status_code} and "
            f"names none; {BUSY}"
        )

    def _repeated(self, ask: Callable[[], httpx.Response | None]) -> httpx.Response | None:
        """The first answer that says something; after the last repeat whatever came."""
        tries = Retrying(
            stop=stop_after_attempt(REPEATS),
            wait=self.pauses,
            retry=retry_if_result(_says_nothing),
        )
        try:
            return tries(ask)
        except RetryError as last:
            return cast("httpx.Response | None", last.last_attempt.result())

    def _silent(self, asked: str) -> NoAnswerError:
        return NoAnswerError(
            f"The gateway at {self.gateway_url} did not answer {asked}, asked {REPEATS} times, "
            f"each within {self.patience:g} s; {BUSY}"
        )

    def cancel(self, payment_id: str) -> httpx.Response:
        """Ask to take a payment back; asked again, it is answered the same.

        Raises:
            NoAnswerError: the last repeat was not answered either.
        """
        path = f"/v1/payments/{payment_id}/cancel"
        answer = self._repeated(lambda: _answer(lambda: self.http.post(path)))
        if answer is None:
            raise self._silent(f"the cancellation of {payment_id}")
        return answer

    def close(self) -> None:
        """Close the connections, if any was needed."""
        if "connections" in vars(self):
            self.connections.close()


def _answer(call: Callable[[], httpx.Response]) -> httpx.Response | None:
    """What the gateway answers; None where the connection broke or nothing came in time."""
    try:
        return call()
    except httpx.TransportError:
        return None


def _says_nothing(answer: httpx.Response | None) -> bool:
    return answer is None or answer.status_code >= UNKNOWN_FROM


def _id(answer: httpx.Response | None) -> str | None:
    """The payment that an answer names; a gateway's own 504 may be no JSON."""
    try:
        told = answer.json() if answer is not None else {}
    except ValueError:
        return None
    return told.get("id") if isinstance(told, dict) else None
