"""Receives events of payments: Python 3.11 or newer, with nothing but what it brings.

WEBHOOK_SECRET=whsec_… PORT=8080 python receiver.py
What stands before it has the certificate and speaks TLS.
"""

import hashlib
import hmac
import os
import re
import time
from base64 import b64decode, b64encode
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE = 300
"""Seconds that a signature's time may be away from now, either way."""
LARGEST = 64 * 1024
"""Bytes of an event; ours have a few thousand."""

SECRET = os.environ.get("WEBHOOK_SECRET", "")
SEEN: set[str] = set()
"""In your database: the id is kept in the transaction that does what the event asks for."""


def is_ours(secret: str, headers: Message, body: bytes, now: float) -> bool:
    """Whether one of the signatures is by this secret, over this body, and not old."""
    identifier = headers.get("webhook-id") or ""
    at = headers.get("webhook-timestamp") or ""
    if not re.fullmatch("[0-9]{1,12}", at) or abs(now - int(at)) > TOLERANCE:
        return False
    key = b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{identifier}.{at}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + b64encode(mac)
    given = (headers.get("webhook-signature") or "").encode().split()
    return any(hmac.compare_digest(expected, each) for each in given)


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 once an event is kept, 400 to what is not ours."""

    def do_POST(self) -> None:
        """One event. The signature is over the bytes as they came: verify first, parse later."""
        length = self.headers.get("Content-Length") or ""
        if not re.fullmatch("[0-9]{1,5}", length) or int(length) > LARGEST:
            self.answer(413)
            return
        body = self.rfile.read(int(length))
        if not is_ours(SECRET, self.headers, body, time.time()):
            self.answer(400)
            return
        identifier = self.headers["webhook-id"]
        if identifier not in SEEN:
            SEEN.add(identifier)
            print("received", identifier, flush=True)
        self.answer(204)

    def answer(self, status: int) -> None:
        """A status and no body."""
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
