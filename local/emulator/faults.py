"""What goes wrong between a caller and the emulator, as a test asks for it.

An ASGI application around another: by operation, content and count it refuses a request, delays
it, does it and loses the reply, or kills the process that sent it. Without rules it does nothing.
The rules are set by a PUT on `CONTROL`, which answers on loopback only, as the emulator does.
"""

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import psutil

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTROL: Final = "/_tillstack/faults"
CUT: Final = "/_tillstack/power-cut"
"""A request to it is the last that the process takes (`local.emulator._crash`)."""
RIGHTS_TOLD: Final = "/_tillstack/rights"
"""A request to it is answered with what was asked (`local.emulator._rights`)."""
CALLS_TOLD: Final = "/_tillstack/calls"
"""A POST to it begins to keep calls, a GET tells those that were kept (`local.emulator._calls`)."""
RIGHTS_FOLDER: Final = "TILLSTACK_RIGHTS"
"""The variable of the environment that names a folder for what was used."""


@dataclass(frozen=True)
class FaultRule:
    """One fault: which requests it meets, and what becomes of them."""

    operation: str
    """As in `X-Amz-Target` (`SendMessage`), or the path of a service without it."""
    does: Literal["refuse", "delay", "lose", "kill"]
    contains: str = ""
    """Only requests with this text in the body."""
    after: int = 0
    """So many requests pass first."""
    times: int = 1
    """So many requests are met."""
    code: str = "ServiceUnavailable"
    """The AWS error of a refusal."""
    status: int = 400
    message: str = "A fault that a test asked for."
    """What the refusal says."""
    seconds: float = 0
    """The length of a delay."""


class Faults:
    """The application around the emulator; it counts what each rule has met."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._rules: list[FaultRule] = []
        self._asked: list[int] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless a rule is about it."""
        if scope["type"] != "http" or not (self._rules or scope["path"] == CONTROL):
            await self._app(scope, receive, send)
            return
        body = await read(receive)
        if scope["path"] == CONTROL:
            await self._control(scope["method"], body, send)
            return
        place = self._due(operation(scope), body)
        await self._meet(place, scope, again(body, receive), send)

    async def _control(self, method: str, body: bytes, send: Send) -> None:
        """PUT sets the rules anew; every answer says how many requests each has met."""
        if method == "PUT":
            self._rules = [FaultRule(**rule) for rule in json.loads(body)]
            self._asked = [0] * len(self._rules)
        met = [
            min(max(asked - rule.after, 0), rule.times)
            for rule, asked in zip(self._rules, self._asked, strict=True)
        ]
        await answer(send, 200, json.dumps(met).encode())

    def _due(self, name: str, body: bytes) -> int | None:
        """The place of the rule that meets this request; it counts for all that are about it."""
        for place, rule in enumerate(self._rules):
            if rule.operation == name and rule.contains.encode() in body:
                self._asked[place] += 1
                if rule.after < self._asked[place] <= rule.after + rule.times:
                    return place
        return None

    async def _meet(self, place: int | None, scope: Scope, receive: Receive, send: Send) -> None:
        if place is None:
            await self._app(scope, receive, send)
            return
        rule = self._rules[place]
        if rule.does == "refuse":
            body = json.dumps({"__type": rule.code, "message": rule.message})
            await answer(send, rule.status, body.encode(), error=rule.code)
        elif rule.does == "delay":
            await asyncio.sleep(rule.seconds)
            await self._app(scope, receive, send)
        elif rule.does == "lose":
            await self._app(scope, receive, _nobody)
            await _break_off(send)
        else:
            try:
                kill(scope["client"][1], scope["server"][1])
            except LookupError:
                # It waited no longer, and is met when it asks again.
                self._asked[place] -= 1
            await _break_off(send)


def operation(scope: Scope) -> str:
    """`TransactWriteItems` of a service that names its operations, else the path."""
    headers = dict(scope["headers"])
    target = headers.get(b"x-amz-target", b"").decode()
    return target.rpartition(".")[2] or str(scope["path"])


def kill(port: int, to: int) -> None:
    """Kill the process of our own group whose connection goes from one port to the other.

    Neither port alone says which connection: a system uses one port of its own for connections to
    several others, and keeps those that have ended for a while.

    Raises:
        LookupError: no function of ours has such a connection.
        psutil.AccessDenied: the system shows nobody's connections to us (macOS).
    """
    for each in psutil.net_connections("tcp"):
        if _ends(each) == (port, to) and each.pid and _is_ours(each.pid):
            os.kill(each.pid, signal.SIGKILL)
            return
    raise LookupError(f"No function has a connection from port {port} to {to}.")


def _ends(connection: Any) -> tuple[int, int] | None:
    """Its ports, here and there; None while it only listens."""
    return (connection.laddr.port, connection.raddr.port) if connection.raddr else None


def _is_ours(pid: int) -> bool:
    """Whether this process started it: the functions' workers share its group."""
    try:
        return pid != os.getpid() and os.getpgid(pid) == os.getpgrp()
    except ProcessLookupError:
        return False


async def read(receive: Receive) -> bytes:
    """The whole body of a request."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def again(body: bytes, receive: Receive) -> Receive:
    """Receives a body that was already read, then whatever follows."""
    kept: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_one() -> Message:
        return kept.pop() if kept else await receive()

    return next_one


async def _nobody(message: Message) -> None:
    """A caller that is not told."""


async def answer(send: Send, status: int, body: bytes, error: str = "") -> None:
    """Send JSON, and the name of the AWS error that it is."""
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"x-amzn-errortype", error.encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _break_off(send: Send) -> None:
    """Promise a byte that never comes: the server closes the connection."""
    headers = [(b"content-length", b"1")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
