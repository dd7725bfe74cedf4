"""Backends on loopback, over TLS."""

import json
import ssl
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from local.receiver.server import Receiver, running
from local.receiver.shop import TAKEN, Shop, patient
from runtime.adapters.webhook_sender import HttpsWebhookSender
from runtime.adapters.webhook_signatures import secret_text, signature
from runtime.domain.webhook_ports import WebhookAnswer

SECRET = b"s" * 32
BODY = json.dumps({"id": "evt_1"}).encode()


@pytest.fixture(name="receiver")
def _receiver(tmp_path: Path) -> Iterator[Receiver]:
    shops = {name: Shop(patient) for name in ("acme", "bistro")}
    shops["acme"].learn([secret_text(SECRET)])
    with running(tmp_path / "authority.pem", shops) as receiver:
        yield receiver


def signed() -> Mapping[str, str]:
    """The headers of the event."""
    at = int(time.time())
    told = signature(SECRET, "evt_1", at, BODY)
    return {"Webhook-Id": "evt_1", "Webhook-Timestamp": str(at), "Webhook-Signature": told}


def test_an_event_reaches_its_merchant_by_the_sender_itself(receiver: Receiver) -> None:
    """Over TLS that the authority's file vouches for; the other merchant hears nothing."""
    sender = HttpsWebhookSender(loopback=True, ca_file=str(receiver.authority))
    assert sender.post(receiver.url("acme"), signed(), BODY) == WebhookAnswer(TAKEN)
    assert list(receiver.shops["acme"].taken) == ["evt_1"]
    assert receiver.shops["bistro"].heard == []


def test_a_merchant_without_a_backend_is_not_there(receiver: Receiver) -> None:
    """404; and nothing else than a POST is taken."""
    trusted = ssl.create_default_context(cafile=str(receiver.authority))
    with httpx.Client(verify=trusted, trust_env=False) as client:
        assert client.post(receiver.url("nobody"), content=BODY).status_code == 404
        assert client.get(receiver.url("acme")).status_code == 405


def test_whoever_has_not_the_authority_does_not_believe_it(receiver: Receiver) -> None:
    """No public one vouches for this machine."""
    with httpx.Client(trust_env=False) as client, pytest.raises(httpx.ConnectError):
        client.post(receiver.url("acme"), content=BODY)
    assert receiver.shops["acme"].heard == []


def test_nothing_listens_after_the_end(tmp_path: Path) -> None:
    """Leaving the context ends the backends."""
    with running(tmp_path / "authority.pem", {}) as receiver:
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.post(receiver.url("acme"), trust_env=False)
