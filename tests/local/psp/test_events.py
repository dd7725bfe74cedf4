"""What the local provider tells, to whom, and signed by which secret."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from threading import Thread
from typing import Any

import httpx
import pytest
import stripe

from local.psp import LocalPsp
from local.psp.events import signature
from local.psp.server import SIGNERS
from tests._wait import until

Create = Callable[..., dict[str, Any]]
Post = Callable[..., httpx.Response]


class Webhook:
    """Somebody who listens, and answers 200."""

    def __init__(self) -> None:
        self.received: Queue[tuple[str, str]] = Queue()
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            """Keeps body and signature."""

            def do_POST(self) -> None:
                """One event."""
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.put((body.decode(), self.headers["Stripe-Signature"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def webhook(server: LocalPsp) -> Iterator[Webhook]:
    """The provider tells it everything until the test ends."""
    listener = Webhook()
    thread = Thread(target=listener.server.serve_forever)
    thread.start()
    server.send_webhooks(listener.url)
    yield listener
    server.send_webhooks("")
    listener.server.shutdown()
    thread.join()
    listener.server.server_close()


def test_what_was_charged_is_told_in_stripes_own_form(
    webhook: Webhook, create: Create, post: Post
) -> None:
    """The official library accepts the signature and finds our id in the object."""
    intent = create()
    post(f"/{intent['id']}/confirm")
    text, header = webhook.received.get(timeout=10)
    event = stripe.Webhook.construct_event(text, header, SIGNERS[0])
    assert event["type"] == "payment_intent.succeeded"
    found = json.loads(text)["data"]["object"]
    assert (found["id"], found["metadata"]) == (intent["id"], intent["metadata"])


def test_nobody_is_told_unless_asked(server: LocalPsp, create: Create, post: Post) -> None:
    """The book alone knows, and what happened meanwhile stays untold."""
    before = len(server.sent_webhooks())
    post(f"/{create()['id']}/confirm")
    assert server.book()["events"]
    assert len(server.sent_webhooks()) == before


def test_the_webhooks_answer_is_noted(server: LocalPsp, webhook: Webhook, create: Create) -> None:
    """A test can wait for it; a webhook that is gone is noted by the error."""
    before = len(server.sent_webhooks())
    land(server, create)
    until(lambda: len(server.sent_webhooks()) == before + 1, 10)
    assert server.sent_webhooks()[-1]["status"] == 200
    server.send_webhooks("http://127.0.0.1:1/")
    land(server, create)
    until(lambda: len(server.sent_webhooks()) == before + 2, 10)
    assert server.sent_webhooks()[-1]["error"] == "ConnectError"
    assert webhook.received.qsize() == 1


def test_what_is_pending_lands_when_asked(server: LocalPsp, create: Create, post: Post) -> None:
    """`processing` at every read until then, and paid afterwards."""
    intent = create("pm_local_pending_until_told")
    post(f"/{intent['id']}/confirm")
    assert status(server, intent["id"]) == "processing"
    server.land(intent["metadata"]["payment_id"])
    assert status(server, intent["id"]) == "succeeded"


def test_a_signature_for_each_secret() -> None:
    """Either of two secrets verifies it, as Stripe signs while one is rolled."""
    header = signature("{}", SIGNERS, 1_795_341_600)
    for secret in SIGNERS:
        assert stripe.WebhookSignature.verify_header("{}", header, secret)


def land(server: LocalPsp, create: Create) -> None:
    """A payment that was pending is paid."""
    intent = create("pm_local_pending_until_told")
    auth = {"Authorization": f"Bearer {server.key}"}
    url = f"{server.base_url}/v1/payment_intents/{intent['id']}/confirm"
    httpx.post(url, headers=auth).raise_for_status()
    server.land(intent["metadata"]["payment_id"])


def status(server: LocalPsp, ref: str) -> str:
    """The intent's, as the book has it."""
    return next(str(each["status"]) for each in server.book()["intents"] if each["id"] == ref)
