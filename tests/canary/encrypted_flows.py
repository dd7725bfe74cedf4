"""Encrypted payments, with a canary in every input: accepted, and refused in each way."""

import json
from typing import Any

import httpx

from docs.examples.pay_encrypted import encrypted
from local.demo.scenarios import SUCCEEDS
from tests.canary.planting import Flow, Kind
from tests.canary.run import Run, body

JOSE = {"Content-Type": "application/jose"}


def paid(run: Run, flow: Flow) -> None:
    """Accepted, charged, told; encrypted anew it is a replay."""
    request, name = body(flow, SUCCEEDS), flow.word("header Idempotency-Key", Kind.TEXT)
    first, again = (_sent(run, encrypted(request, _key(run)), name) for _ in range(2))
    assert first.status_code == httpx.codes.ACCEPTED, first.text
    assert again.headers["Idempotent-Replayed"] == "true"
    run.ended(first.json()["id"])


def refused(run: Run, flow: Flow) -> None:
    """Damaged, for another key's name, of another algorithm, in clear, and with a bad text."""
    it = flow.refused()
    request, key = body(it, SUCCEEDS), _key(run)
    good = encrypted(request, key)
    card: dict[str, Any] = {**request, "description": it.card("description", "Visa")}
    for text in (
        good[:-4],
        json.dumps(request),
        encrypted(request, {**key, "kid": it.word("kid")}),
        encrypted(card, key),
        encrypted({**request, "metadata": {"a": {"b": it.word("metadata, deep")}}}, key),
        f"{it.word('header of a JWE')}.{good.partition('.')[2]}",
    ):
        answer = _sent(run, text, it.word("header Idempotency-Key"))
        assert answer.status_code == httpx.codes.BAD_REQUEST, answer.text


def _key(run: Run) -> dict[str, str]:
    return dict(run.send("GET", "/v1/keys").json()["keys"][0])


def _sent(run: Run, text: str, name: str) -> httpx.Response:
    given = {**JOSE, "Idempotency-Key": name}
    return run.send("POST", "/v1/payments", content=text.encode(), headers=given)
