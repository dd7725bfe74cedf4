"""The layer of faults in front of the emulator."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from dataclasses import asdict
from typing import Any

import pytest

from local.emulator.faults import CONTROL, FaultRule, Faults, Message, Receive, Scope, Send, kill

Sent = list[Message]


class Behind:
    """The application behind the layer: it remembers bodies and answers `done`."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, answer."""
        if scope["type"] == "http":
            self.bodies.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


def ask(
    layer: Faults, target: str = "", body: bytes = b"", path: str = "/", method: str = "POST"
) -> Sent:
    """What the layer sends for one request, whose body comes in two parts."""
    parts: list[Message] = [
        {"type": "http.request", "body": body[:3], "more_body": True},
        {"type": "http.request", "body": body[3:], "more_body": False},
    ]
    sent: Sent = []

    async def receive() -> Message:
        return parts.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"x-amz-target", target.encode())] if target else []
    scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "headers": headers}
    ends = {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2)}
    asyncio.run(layer(scope | ends, receive, send))
    return sent


def ruled(*rules: FaultRule) -> tuple[Faults, Behind]:
    """A layer with these rules, and what is behind it."""
    behind = Behind()
    layer = Faults(behind)
    ask(
        layer,
        body=json.dumps([asdict(rule) for rule in rules]).encode(),
        path=CONTROL,
        method="PUT",
    )
    return layer, behind


def met(layer: Faults) -> list[int]:
    """What the layer says of its rules."""
    return list(json.loads(ask(layer, path=CONTROL, method="GET")[1]["body"]))


SEND = "AmazonSQS.SendMessage"
DONE = b"done"


def test_only_what_a_rule_names_is_met() -> None:
    """Another operation, another body, and what comes before or after pass untouched."""
    layer, behind = ruled(FaultRule("SendMessage", "refuse", contains="pay_1", after=1, times=1))
    sent = [ask(layer, SEND, b"to pay_1") for _ in range(3)]
    assert [one[1]["body"] == DONE for one in sent] == [True, False, True]
    assert ask(layer, SEND, b"to pay_2")[1]["body"] == DONE
    assert ask(layer, "AmazonSQS.ReceiveMessage", b"to pay_1")[1]["body"] == DONE
    assert met(layer) == [1]
    assert behind.bodies == [b"to pay_1", b"to pay_1", b"to pay_2", b"to pay_1"]


def test_a_refusal_is_an_aws_error_and_does_nothing() -> None:
    """Its code stands where JSON services and where REST services look for it."""
    layer, behind = ruled(FaultRule("/v2/email", "refuse", code="TooManyRequests", status=429))
    start, body = ask(layer, path="/v2/email")
    assert start["status"] == 429
    assert (b"x-amzn-errortype", b"TooManyRequests") in start["headers"]
    assert json.loads(body["body"])["__type"] == "TooManyRequests"
    assert behind.bodies == []


def test_a_lost_reply_was_done() -> None:
    """The application behind did its work; the caller gets the beginning of an answer only."""
    layer, behind = ruled(FaultRule("SendMessage", "lose"))
    (start,) = ask(layer, SEND, b"body")
    assert start["headers"] == [(b"content-length", b"1")]
    assert behind.bodies == [b"body"]


def test_a_delayed_request_is_answered() -> None:
    """Late, whole, and with the body that was sent."""
    layer, behind = ruled(FaultRule("SendMessage", "delay", seconds=0.01))
    assert ask(layer, SEND, b"body")[1]["body"] == DONE
    assert behind.bodies == [b"body"]


def test_new_rules_replace_the_old() -> None:
    """None is left, and nothing is counted of them."""
    layer, _ = ruled(FaultRule("SendMessage", "refuse"))
    ask(layer, body=b"[]", path=CONTROL, method="PUT")
    assert met(layer) == []
    assert ask(layer, SEND)[1]["body"] == DONE


CALLER = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1]))).recv(1)"


def test_the_process_behind_a_connection_is_killed() -> None:
    """A child of ours that holds the other end of the connection dies at once."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        command = [sys.executable, "-c", CALLER, port]
        with subprocess.Popen(command) as child:  # noqa: S603 - our own interpreter.
            connection, (_, theirs) = server.accept()
            with connection:
                kill(theirs, int(port))
            assert child.wait(10) == -signal.SIGKILL


def test_who_waits_no_longer_is_met_when_it_asks_again() -> None:
    """Its first request does nothing and is not counted: on a busy machine it had given up."""
    layer, behind = ruled(FaultRule("SendMessage", "kill"))
    for _ in range(2):
        assert ask(layer, SEND, b"body")[0]["headers"] == [(b"content-length", b"1")]
        assert met(layer) == [0]
    assert behind.bodies == []


def test_nobody_else_is_killed() -> None:
    """Neither this very process nor a child of ours whose own port goes to another server."""
    with (
        socket.create_server(("127.0.0.1", 0)) as asked,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        port, elsewhere = (each.getsockname()[1] for each in (asked, other))
        command = [sys.executable, "-c", CALLER, str(port)]
        with subprocess.Popen(command) as child:  # noqa: S603 - our own interpreter.
            connection, (_, theirs) = asked.accept()
            with connection:
                for ends in [(port, theirs), (theirs, elsewhere), (port, port)]:
                    with pytest.raises(LookupError, match=f"from port {ends[0]} to {ends[1]}"):
                        kill(*ends)
                assert child.poll() is None
            child.wait(10)
