"""What an endpoint does with the sender: nothing that it does is raised, followed or waited for."""

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.adapters.webhook_sender import HttpsWebhookSender
from runtime.domain.webhook_ports import FAILURES, WebhookAnswer
from tests.runtime.adapters._canned import http
from tests.runtime.adapters.endpoint import (
    NAME,
    Endpoint,
    Then,
    certified,
    dripping,
    flooding,
    hold,
    listening,
    reset,
    saying,
)

BODY = b'{"id": "evt_1"}'
HEADERS = {"webhook-id": "evt_1", "Content-Type": "application/json"}
OK = b"HTTP/1.1 200 OK\r\n"
QUICK = 0.5
"""Seconds that an exchange has where it is to be given up."""


@pytest.fixture(name="certificate", scope="module")
def _certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certified(tmp_path_factory.mktemp("endpoint"), NAME)


def posted(
    then: Then, certificate: Path, *, seconds: float = 10, plain: bool = False
) -> tuple[WebhookAnswer, Endpoint]:
    """What comes of one event that is posted to an endpoint that does this."""
    with listening(then, None if plain else certificate) as endpoint:
        sender = HttpsWebhookSender(
            loopback=True, ca_file=str(certificate), resolve=at_home, seconds=seconds
        )
        return sender.post(endpoint.url, HEADERS, BODY), endpoint


def at_home(_: str, port: int) -> list[tuple[object, ...]]:
    """A name server that knows one address for every name: this machine's."""
    return list(socket.getaddrinfo("127.0.0.1", port))


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """What is in here ends by itself, long before the endpoint would let it."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def test_an_event_arrives_as_it_was_signed(certificate: Path) -> None:
    """The body byte for byte, our headers, the name in `Host` and in the hello of TLS."""
    answer, endpoint = posted(saying(http(b"thanks", "202 Accepted")), certificate)
    assert answer == WebhookAnswer(202)
    head, _, body = endpoint.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /events?shop=1 HTTP/1.1"
    assert {
        f"Host: {NAME}:{endpoint.port}",
        f"Content-Length: {len(BODY)}",
        "Content-Type: application/json",
        "webhook-id: evt_1",
        "Connection: close",
    } <= set(lines)
    assert body == BODY
    assert endpoint.names == [NAME]


@pytest.mark.parametrize("status", ["204 No Content", "410 Gone", "429 Slow", "500 Oops"])
def test_the_status_is_told_as_it_is(certificate: Path, status: str) -> None:
    """What it means is for others to say."""
    answer, _ = posted(saying(http(b"", status)), certificate)
    assert answer == WebhookAnswer(int(status[:3]))


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_a_redirect_is_an_answer_and_is_not_followed(certificate: Path, status: str) -> None:
    """Where it leads to nobody is asked."""
    with listening(saying(http(b"")), certificate) as other:
        location = f"Location: https://{NAME}:{other.port}/"
        answer, endpoint = posted(saying(http(b"", f"{status} There", location)), certificate)
    assert answer == WebhookAnswer(int(status))
    assert (endpoint.connections, other.connections) == (1, 0)


@pytest.mark.parametrize(
    "then",
    [
        pytest.param(hold, id="silent"),
        pytest.param(dripping(OK, b"x"), id="a header that drips"),
        pytest.param(dripping(OK, b"A: b\r\n"), id="headers that drip"),
        pytest.param(dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="interim answers"),
    ],
)
def test_who_takes_too_long_is_given_up(certificate: Path, then: Then) -> None:
    """Each byte is in time; the deadline is for all of them together."""
    with at_most(5):
        answer, _ = posted(then, certificate, seconds=QUICK)
    assert answer == WebhookAnswer(None, "timeout")


def test_who_says_nothing_before_tls_is_given_up(certificate: Path) -> None:
    """The handshake is within the deadline."""
    with at_most(5):
        answer, _ = posted(hold, certificate, seconds=QUICK, plain=True)
    assert answer == WebhookAnswer(None, "timeout")


@pytest.mark.parametrize(
    "then",
    [
        pytest.param(dripping(OK + b"\r\n", b"x"), id="a body that drips"),
        pytest.param(dripping(OK + b"Content-Length: 9\r\n\r\n", b""), id="a body that waits"),
        pytest.param(flooding(OK + b"\r\n", b"x" * 4096), id="a body without an end"),
        pytest.param(saying(OK + b"Content-Length: 9\r\n\r\nhalf"), id="half a body"),
        pytest.param(saying(OK + b"Content-Length: 99999999999999\r\n\r\n"), id="a promise"),
        pytest.param(
            saying(OK + b"Transfer-Encoding: chunked\r\n\r\n-2\r\nx"), id="a chunk that is none"
        ),
    ],
)
def test_the_status_stands_whatever_the_body_does(certificate: Path, then: Then) -> None:
    """The endpoint has said that it has the event: it is not sent again for its answer's sake."""
    with at_most(5):
        answer, _ = posted(then, certificate, seconds=QUICK)
    assert answer == WebhookAnswer(200)


@pytest.mark.parametrize(
    "then",
    [
        pytest.param(flooding(OK + b"A: ", b"x" * 4096), id="one header without an end"),
        pytest.param(flooding(OK, b"A: b\r\n" * 100), id="headers without an end"),
        pytest.param(flooding(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99), id="interim answers"),
        pytest.param(saying(OK + b"A: " + b"x" * 17_000 + b"\r\n\r\n"), id="17 KB of headers"),
        pytest.param(saying(b"220 mail.example ESMTP\r\n"), id="another protocol"),
        pytest.param(saying(b"HTTP/1.1 99 Low\r\n\r\n"), id="no status"),
    ],
)
def test_what_is_no_answer_of_a_sane_size_is_none(certificate: Path, then: Then) -> None:
    """At most 16 KB are read, headers and interim answers included."""
    answer, _ = posted(then, certificate)
    assert answer == WebhookAnswer(None, "answer_unreadable")


@pytest.mark.parametrize("then", [saying(b""), reset], ids=["closed", "reset"])
def test_a_broken_connection_is_a_failure(certificate: Path, then: Then) -> None:
    """Whether the event arrived nobody knows; it is sent again."""
    answer, endpoint = posted(then, certificate)
    assert answer == WebhookAnswer(None, "connection_failed")
    assert len(endpoint.requests) == 1


def test_where_nobody_listens_is_a_failure(certificate: Path) -> None:
    """As is a port that was closed."""
    with listening(hold, certificate) as endpoint:
        pass
    sender = HttpsWebhookSender(loopback=True, ca_file=str(certificate), resolve=at_home)
    answer = sender.post(endpoint.url, HEADERS, BODY)
    assert answer == WebhookAnswer(None, "connection_failed")


def test_without_tls_nothing_is_sent(certificate: Path) -> None:
    """An endpoint that speaks plain HTTP sees no byte of an event."""
    seen: list[bytes] = []

    def answer_plainly(connection: socket.socket, _: object) -> None:
        seen.append(connection.recv(65536))
        connection.sendall(http(b""))
        seen.append(connection.recv(65536))

    answer, _ = posted(answer_plainly, certificate, plain=True)
    assert answer == WebhookAnswer(None, "tls_failed")
    assert not any(BODY in each or b"POST" in each for each in seen)


@settings(max_examples=60, deadline=None)
@given(
    head=st.sampled_from((b"", OK, OK + b"Transfer-Encoding: chunked\r\n\r\n")),
    more=st.binary(max_size=64) | st.from_regex(rb"-?[0-9a-f_]{1,4}\r\nx?", fullmatch=True),
)
def test_whatever_comes_is_told_and_not_raised(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, more: bytes
) -> None:
    """Of any bytes comes a status or one of the known words."""
    certificate = _once(tmp_path_factory)
    told, _ = posted(saying(head + more), certificate)
    assert (told.status is None) == (told.failure in FAILURES)


def _once(folders: pytest.TempPathFactory) -> Path:
    folder = folders.getbasetemp() / "any-answer"
    if not folder.exists():
        folder.mkdir()
        certified(folder, NAME)
    return folder / "endpoint.pem"
