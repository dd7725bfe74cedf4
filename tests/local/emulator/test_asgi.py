"""The ASGI application in front of the emulator."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from local.emulator._asgi import FORWARDED_PROTO, ConcurrencyLimit, TlsTerminator
from local.emulator.faults import Receive, Scope, Send


async def receive() -> MutableMapping[str, Any]:
    """Nothing is received."""
    return {}


async def send(message: MutableMapping[str, Any]) -> None:
    """Nothing is sent."""


def seen(scope: Scope) -> Scope:
    """The scope as the application behind the wrapper gets it."""
    found: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI
        found.append(scope)

    asyncio.run(TlsTerminator(app)(scope, receive, send))
    return found[0]


def test_a_request_counts_as_https() -> None:
    """A request that says nothing about its transport is marked as https."""
    scope = seen({"type": "http", "headers": [(b"host", b"h")]})
    assert scope["headers"] == [(b"host", b"h"), (FORWARDED_PROTO, b"https")]


def test_a_request_that_says_http_is_believed() -> None:
    """A test can still send a request in clear."""
    headers = [(FORWARDED_PROTO, b"http")]
    assert seen({"type": "http", "headers": headers})["headers"] == headers


def test_other_scopes_pass_unchanged() -> None:
    """Start and stop of the server are none of the wrapper's business."""
    assert seen({"type": "lifespan"}) == {"type": "lifespan"}


def most_at_once(path: str, width: int) -> int:
    """How many of twenty calls are inside the application at the same time, at most."""
    inside = peak = 0

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI
        nonlocal inside, peak
        inside += 1
        peak = max(peak, inside)
        await asyncio.sleep(0)
        inside -= 1

    async def run() -> None:
        concurrency_limit = ConcurrencyLimit(app, width)
        scope: Scope = {"type": "http", "path": path}
        await asyncio.gather(*(concurrency_limit(scope, receive, send) for _ in range(20)))

    asyncio.run(run())
    return peak


@pytest.mark.parametrize(
    ("path", "expected"), [("/restapis/1/live/_user_request_/v1/payments", 3), ("/", 20)]
)
def test_only_gateway_calls_wait_their_turn(path: str, expected: int) -> None:
    """Three turns let three gateway calls in; the functions' own calls never wait."""
    assert most_at_once(path, 3) == expected
