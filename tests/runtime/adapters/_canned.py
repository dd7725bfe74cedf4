"""A provider that answers every call with the same bytes, whatever was asked."""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

TLS_HELLO = b"\x16"
DRIP = 0.02
"""Seconds from one byte of a dripping answer to the next."""


@dataclass
class Canned:
    """A listening socket's address, and what came in."""

    base_url: str
    connections: int = 0
    heads: list[bytes] = field(default_factory=list)
    """The request lines and headers, in order."""


def http(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@contextlib.contextmanager
def answering(answer: bytes, *, hold: bool = False, drip: bool = False) -> Iterator[Canned]:
    """A server on a free port; with `hold` it stays silent after `answer` until the end.

    With `drip` it sends a byte at a time after the head, each well within a read timeout.
    """
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, contextlib.ExitStack() as opened:
        canned = Canned(f"http://127.0.0.1:{listener.getsockname()[1]}")

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                opened.callback(_end, connection)
                canned.connections += 1
                with connection, contextlib.suppress(OSError):
                    while head := _request(connection):
                        canned.heads.append(head)
                        start = answer.find(b"\r\n\r\n") + 4 if drip else len(answer)
                        connection.sendall(answer[:start])
                        for byte in answer[start:]:
                            over.wait(DRIP)
                            connection.sendall(bytes([byte]))
                        if hold:
                            over.wait(10)
                        if not answer or hold:
                            break

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield canned
        finally:
            over.set()
            _end(listener)
            opened.close()
            thread.join(10)


def _end(endpoint: socket.socket) -> None:
    """Wake whoever waits on it."""
    with contextlib.suppress(OSError):
        endpoint.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> bytes:
    """Read one request; returns its head, or nothing where the client left."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        data += chunk
        if not chunk or data.startswith(TLS_HELLO):
            return data
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head + b"\r\n"
