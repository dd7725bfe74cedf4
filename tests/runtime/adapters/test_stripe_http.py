"""The transport: what was surely not sent, what may have been, and what is no answer."""

import contextlib
import json
import socket
from collections.abc import Iterator

import pytest

from runtime.adapters._stripe_http import (
    LARGEST_ANSWER,
    HttpClient,
    NoAnswerError,
    NothingSentError,
    UnreadableAnswerError,
)
from tests.runtime.adapters._canned import answering, http


@contextlib.contextmanager
def client(read: float = 5) -> Iterator[HttpClient]:
    """A transport that is closed at the end."""
    transport = HttpClient(connect=2, read=read)
    try:
        yield transport
    finally:
        transport.close()


def test_an_answer_comes_through() -> None:
    """Text, status and headers are handed on; the headers' case does not matter."""
    with answering(http(b'{"a": 1}', "402 No", "Request-Id: req_1")) as server, client() as psp:
        body, status, headers = psp.request("post", server.base_url, {"X": "y"}, "a=b")
    assert (json.loads(body), status, headers["request-id"]) == ({"a": 1}, 402, "req_1")
    assert b"X: y\r\n" in server.heads[0]


def test_connections_are_kept() -> None:
    """A second call goes over the first one's connection."""
    with answering(http(b"{}")) as server, client() as psp:
        for _ in range(3):
            psp.request("get", server.base_url, {})
    assert (len(server.heads), server.connections) == (3, 1)


def test_a_refused_connection_sent_nothing() -> None:
    """Where nobody listens, nothing happened."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with client() as psp, pytest.raises(NothingSentError):
        psp.request("post", f"http://127.0.0.1:{port}", {})


def test_a_tls_failure_sent_nothing() -> None:
    """A server that does not speak TLS never saw the call."""
    with answering(b"no TLS here\r\n\r\n") as server, client() as psp:
        with pytest.raises(NothingSentError):
            psp.request("post", server.base_url.replace("http:", "https:"), {}, "a=b")
        assert not any(b"a=b" in head for head in server.heads)


def test_silence_is_no_answer() -> None:
    """After the read timeout nobody knows."""
    with answering(b"", hold=True) as server, client(read=0.2) as psp:
        with pytest.raises(NoAnswerError):
            psp.request("post", server.base_url, {})
        assert len(server.heads) == 1


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"garbage\r\n\r\n"])
def test_a_broken_connection_is_no_answer(answer: bytes) -> None:
    """A connection that ends before the answer does leaves it open what happened."""
    with answering(answer, hold=bool(answer)) as server, client(read=0.2) as psp:
        with pytest.raises(NoAnswerError):
            psp.request("post", server.base_url, {})
        assert len(server.heads) == 1


def test_a_body_that_drips_is_given_up() -> None:
    """Each byte is in time, and the whole would take ten times as long as an answer may."""
    body = b'{"a": "' + b"x" * 250 + b'"}'
    with answering(http(body), drip=True) as server, client(read=0.5) as psp:
        with pytest.raises(UnreadableAnswerError):
            psp.request("get", server.base_url, {})
        assert len(server.heads) == 1


def test_half_a_body_is_no_answer() -> None:
    """A body that stops in the middle is no answer."""
    half = http(b'{"a": 1}')[:-3]
    with (
        answering(half, hold=True) as server,
        client(read=0.2) as psp,
        pytest.raises(NoAnswerError),
    ):
        psp.request("post", server.base_url, {})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'"text"',
        b'{"error": "text"}',
        b'{"error": [1]}',
        b"\xff\xfe",
        '{"a": 1}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"a": "' + b"x" * LARGEST_ANSWER + b'"}',
    ],
    ids=lambda body: repr(body[:12]),
)
def test_an_unreadable_answer(body: bytes) -> None:
    """What is no JSON object of a sane size is not interpreted."""
    with (
        answering(http(body)) as server,
        client() as psp,
        pytest.raises(UnreadableAnswerError),
    ):
        psp.request("post", server.base_url, {})


def test_redirects_are_not_followed() -> None:
    """A redirect is handed on as it is: the key goes nowhere else."""
    answer = http(b"{}", "307 Elsewhere", "Location: http://127.0.0.1:9/")
    with answering(answer) as server, client() as psp:
        _, status, _ = psp.request("post", server.base_url, {})
    assert status == 307
