"""The emulator's process: `ministack` behind a small ASGI application of ours.

Run as `python -m local.emulator._asgi FD SCRATCH [LIMIT]` by `emulator.py`, where FD is a listening
socket, SCRATCH a folder of its own, and LIMIT how long the gateway waits for a function. It lives
as long as its standard input stays open, so it never outlives its parent.
"""

import asyncio
import gc
import logging
import os
import shutil
import signal
import sys
import threading

import ministack.app
from hypercorn.asyncio import serve
from hypercorn.config import Config

from local.emulator import (
    _authorizer,
    _behind,
    _calls,
    _deployment_authorizer,
    _joined_answers,
    _rights,
    mends,
)
from local.emulator._crash import Power
from local.emulator.faults import App, Faults, Receive, Scope, Send

FORWARDED_PROTO = b"x-forwarded-proto"
GATEWAY_CALL = "/_user_request_"
TURNS = 2 * (os.cpu_count() or 1)
TALKERS = ("ses", "ses-v2", "sns")
"""Loggers of the emulator that write payers' addresses, which no file of ours may hold."""


class TlsTerminator:
    """Stands where TLS ends: a request that does not say otherwise arrived over https.

    TLS-only policies (`aws:SecureTransport`) are enforced by the emulator and everything
    local speaks http; on AWS the endpoints themselves are the terminator.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, marked as https."""
        headers = scope.get("headers", [])
        if scope["type"] == "http" and not any(name == FORWARDED_PROTO for name, _ in headers):
            scope = {**scope, "headers": [*headers, (FORWARDED_PROTO, b"https")]}
        await self._app(scope, receive, send)


class ConcurrencyLimit:
    """Lets a few calls of the gateway in at a time; the others wait their turn.

    The emulator starts a process for every concurrent call of a function, as AWS starts an
    environment. AWS has room for them; on one machine twenty cold starts at once stop all else.
    """

    def __init__(self, app: App, width: int) -> None:
        self._app = app
        self._turns = asyncio.Semaphore(width)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, a gateway call when it is its turn."""
        if GATEWAY_CALL in scope.get("path", ""):
            async with self._turns:
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _die_with_parent(scratch: str) -> None:
    """End this process and the function workers it started once the parent is gone.

    The scratch folder goes first: a parent that was killed can't remove it any more.
    """

    def watch() -> None:
        sys.stdin.buffer.read()
        shutil.rmtree(scratch, ignore_errors=True)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, name="die-with-parent", daemon=True).start()


def main() -> None:
    """Serve until the parent closes standard input."""
    _die_with_parent(sys.argv[2])
    for name in TALKERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    _authorizer.mend()
    _deployment_authorizer.mend()
    mends.mend(float(sys.argv[3]) if sys.argv[3:] else None)
    _joined_answers.mend()
    asked = _rights.mend()
    _behind.mend()
    calls = _calls.mend()
    config = Config()
    config.bind = [f"fd://{sys.argv[1]}"]
    # AWS's SDK for Go keeps an idle connection for 90 s: who ends it must not be the server, which
    # could meet a new call.
    config.keep_alive_timeout = 120
    config.loglevel = "INFO"
    within = ConcurrencyLimit(TlsTerminator(ministack.app.app), TURNS)
    app = Power(_rights.Rights(_calls.Calls(Faults(within), calls), asked))
    # What is imported stays, so no garbage collection looks at it again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    asyncio.run(serve(app, config))  # type: ignore[arg-type] # hypercorn narrows scope to its own TypedDicts


if __name__ == "__main__":
    main()
