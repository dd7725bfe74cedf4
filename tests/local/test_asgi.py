"""The ASGI application in front of the emulator."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

from local._asgi import FORWARDED_PROTO, Receive, Scope, Send, TlsTerminator


def seen(scope: Scope) -> Scope:
    """The scope as the application behind the wrapper gets it."""
    found: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI
        found.append(scope)

    async def receive() -> MutableMapping[str, Any]:
        return {}

    async def send(message: MutableMapping[str, Any]) -> None:
        """Nothing is sent."""

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
