"""A merchant's endpoint on this machine: TLS by a certificate of its own, then as told."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME: Final = "hooks.shop.example"
DRIP: Final = 0.02
"""Seconds from one byte of a dripping answer to the next."""

Then = Callable[[socket.socket, threading.Event], None]
"""What is done with a request that was read; the event says that the test is over."""


@dataclass
class Endpoint:
    """Where it listens, and what came in."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    names: list[str | None] = field(default_factory=list)
    """What each TLS hello asked for."""

    @property
    def url(self) -> str:
        """By its name."""
        return f"https://{NAME}:{self.port}/events?shop=1"


def certified(folder: Path, *names: str) -> Path:
    """A certificate for these names and for 127.0.0.1, with its key, in one PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Endpoint")])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    asked = [*map(x509.DNSName, names), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=True, **usage), critical=True
        )
        .add_extension(x509.SubjectAlternativeName(asked), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "endpoint.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@contextlib.contextmanager
def listening(then: Then, certificate: Path | None) -> Iterator[Endpoint]:
    """An endpoint on a free port; without a certificate it speaks no TLS and reads nothing."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = Endpoint(listener.getsockname()[1])
        context = _context(certificate, endpoint) if certificate else None
        children: list[threading.Thread] = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                endpoint.connections += 1
                child = threading.Thread(target=one, args=(connection,), daemon=True)
                children.append(child)
                child.start()

        def one(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                if context is None:
                    then(connection, over)
                    return
                with context.wrap_socket(connection, server_side=True) as secured:
                    endpoint.requests.append(_request(secured))
                    then(secured, over)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield endpoint
        finally:
            over.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            for each in (thread, *children):
                each.join(10)


def _context(certificate: Path, endpoint: Endpoint) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    def hello(_: object, name: str | None, __: object) -> None:
        endpoint.names.append(name)

    context.sni_callback = hello
    return context


def _request(connection: socket.socket) -> bytes:
    data = b""
    while not data.endswith(b"}"):
        chunk = connection.recv(65536)
        data += chunk
        if not chunk:
            break
    return data


def saying(answer: bytes) -> Then:
    """The bytes, and the end of the connection."""
    return lambda connection, _: connection.sendall(answer)


def hold(_: socket.socket, over: threading.Event) -> None:
    """Nothing, until the test is over."""
    over.wait(30)


def reset(connection: socket.socket, _: threading.Event) -> None:
    """The connection is torn, not closed."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def dripping(at_once: bytes, drops: bytes) -> Then:
    """First the one, then a byte of the other at a time, without an end."""

    def drip(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(at_once)
        while not over.wait(DRIP):
            connection.sendall(drops)

    return drip


def flooding(at_once: bytes, more: bytes) -> Then:
    """First the one, then the other again and again, as fast as it is taken."""

    def flood(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(at_once)
        while not over.is_set():
            connection.sendall(more)

    return flood
