"""Start and stop the local provider on loopback."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
import uvicorn

from local.ports import listen
from local.psp.app import Desk, Mode, build

KEY: Final = "sk_test_local"
LONGEST_START: Final = 30


@dataclass(frozen=True)
class LocalPsp:
    """A running provider."""

    base_url: str
    key: str

    def book(self) -> dict[str, Any]:
        """`calls`, `captures`, `events` and `intents`, each a list of plain data."""
        book: dict[str, Any] = httpx.get(f"{self.base_url}/_local/book", timeout=10).json()
        return book

    def set_mode(self, **mode: str | bool) -> None:
        """`auth="refuse"`, `auth="forbid"`, `outage=True`, `key="…"`: for every later call."""
        httpx.post(f"{self.base_url}/_local/mode", json=mode, timeout=10).raise_for_status()


@contextlib.contextmanager
def running(port: int | None = None) -> Iterator[LocalPsp]:
    """A provider with an empty book on 127.0.0.1, on a free port where none is named.

    Raises:
        PortInUseError: the port is taken.
    """
    listener = listen(port)
    started, desk = threading.Event(), Desk(Mode(KEY))
    server = uvicorn.Server(
        uvicorn.Config(
            build(desk, started.set), log_level="warning", access_log=False, lifespan="on"
        )
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(
        target=lambda: loop.run_until_complete(server.serve([listener])),
        name="local-psp",
        daemon=True,
    )
    thread.start()
    if not started.wait(LONGEST_START):
        message = f"The local PSP did not start within {LONGEST_START} seconds."
        raise RuntimeError(message)
    try:
        yield LocalPsp(f"http://127.0.0.1:{listener.getsockname()[1]}", KEY)
    finally:
        loop.call_soon_threadsafe(desk.closing.set)
        server.should_exit = True
        thread.join()
        loop.close()
        listener.close()
