"""Start and stop the local provider on loopback."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
import uvicorn

from local.lib.ports import listen
from local.psp.app import ApiServer, Mode, build

KEY: Final = "sk_test_local"
SIGNERS: Final = ("whsec_local", "whsec_local_second")
"""They sign the events of this provider, as while one replaces the other, and open nothing."""
LONGEST_START: Final = 30


@dataclass(frozen=True)
class LocalPsp:
    """A running provider."""

    base_url: str
    key: str

    def book(self) -> dict[str, Any]:
        """`calls`, `captures`, `events` and `intents`, each a list of plain data."""
        book: dict[str, Any] = httpx.get(
            f"{self.base_url}/_local/book", timeout=10, trust_env=False
        ).json()
        return book

    def set_mode(self, **mode: str | bool | int) -> None:
        """`auth="refuse"`, `auth="forbid"`, `outage=True`, `key="…"`: for every later call.

        `at_once=3`: so many charges that take time are made side by side.
        """
        self._ask("mode", **mode)

    def send_webhooks(self, url: str, secret: str = SIGNERS[0]) -> None:
        """Post every event from now on to `url`; an empty one means nobody, as at the start."""
        self._ask("webhook", url=url, secret=secret)

    def sent_webhooks(self) -> list[dict[str, Any]]:
        """`event` and the webhook's `status`, or the `error` where it gave none; in order."""
        answers: list[dict[str, Any]] = httpx.get(
            f"{self.base_url}/_local/webhook", timeout=10, trust_env=False
        ).json()
        return answers

    def land(self, payment_id: str) -> None:
        """A payment that is pending is paid now, and nobody but an event says so."""
        self._ask("land", payment_id=payment_id)

    def _ask(self, what: str, **asked: str | bool | int) -> None:
        httpx.post(
            f"{self.base_url}/_local/{what}", json=asked, timeout=10, trust_env=False
        ).raise_for_status()


@contextlib.contextmanager
def running(port: int | None = None) -> Iterator[LocalPsp]:
    """A provider with an empty book on 127.0.0.1, on a free port where none is named.

    Raises:
        PortInUseError: the port is taken.
        RuntimeError: it did not start in time.
    """
    listener = listen(port)
    started, api = threading.Event(), ApiServer(Mode(KEY))
    server = uvicorn.Server(
        uvicorn.Config(
            build(api, started.set), log_level="warning", access_log=False, lifespan="on"
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
        loop.call_soon_threadsafe(api.closing.set)
        server.should_exit = True
        thread.join()
        loop.close()
        listener.close()
