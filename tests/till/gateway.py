"""The operators' routes behind a port of this machine, over fakes, as a signed call meets them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from runtime.handlers.operate_payments import respond
from runtime.invocation.http import HttpResponse
from tests.fakes.open_rows import listing
from tests.fakes.payments import Harness
from tests.runtime.handlers.events import asked

THROTTLED: HttpResponse = {
    "statusCode": 429,
    "headers": {},
    "body": '{"code": "rate_limited"}',
    "isBase64Encoded": False,
}


@dataclass
class Gateway:
    """Answers calls with the use cases, once the throttled ones are used up."""

    harness: Harness
    throttled: int = 0
    canned: list[HttpResponse] = field(default_factory=list)
    """What is answered before anybody is asked."""
    services: list[HttpResponse] = field(default_factory=list)
    """What AWS's services answer, where they are looked for at the same port."""
    url: str = ""
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path and who signed."""

    def answer(self, method: str, path: str, signed: str, body: bytes) -> HttpResponse:
        """What the function says."""
        self.calls.append((method, path, signed))
        if self.throttled:
            self.throttled -= 1
            return THROTTLED
        if path == "/":
            return self.services.pop(0)
        if self.canned:
            return self.canned.pop(0)
        parts = urlsplit(path.removeprefix("/live"))
        payment_id, _, verb = parts.path.removeprefix("/v1/ops/payments/").partition("/")
        resource = f"/v1/ops/payments/{{id}}{verb and '/'}{verb}"
        if not parts.path.startswith("/v1/ops/payments/"):
            resource, payment_id = parts.path, ""
        event = asked(resource, payment_id, json.loads(body) if body else None)
        event["multiValueQueryStringParameters"] = parse_qs(parts.query) or None
        return respond(
            event,
            ports=self.harness.operating(),
            listing=lambda: listing(self.harness.ledger, self.harness.clock),
        )


def canned(status: int, document: object) -> HttpResponse:
    """An answer that AWS itself would give."""
    body = document if isinstance(document, str) else json.dumps(document)
    return {"statusCode": status, "headers": {}, "body": body, "isBase64Encoded": False}


@contextmanager
def serving(gateway: Gateway) -> Iterator[Gateway]:
    """The gateway at an address of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        """One call."""

        def do_GET(self) -> None:
            """A read."""
            self._answer()

        def do_POST(self) -> None:
            """A write."""
            self._answer()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            signed = self.headers.get("Authorization") or ""
            found = gateway.answer(self.command, self.path, signed, body)
            content = found["body"].encode()
            self.send_response(found["statusCode"])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        gateway.url = f"http://127.0.0.1:{server.server_port}/live"
        yield gateway
        server.shutdown()
