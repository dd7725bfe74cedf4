"""Start and stop merchants' backends on loopback, over TLS."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from local.lib.children import scratch_folder
from local.lib.ports import HOST, listen
from local.receiver.certificate import make
from local.receiver.shop import Shop

LONGEST_START: Final = 30


@dataclass(frozen=True)
class Receiver:
    """Running backends, and the file that vouches for their certificate."""

    port: int
    authority: Path
    shops: dict[str, Shop]
    """By merchant; one that is put here later is told too."""

    def url(self, merchant: str) -> str:
        """Where the merchant's backend takes events."""
        return f"https://{HOST}:{self.port}/{merchant}"


@contextlib.contextmanager
def running(authority: Path, shops: dict[str, Shop]) -> Iterator[Receiver]:
    """Backends on a free port of 127.0.0.1; `authority` is where their certificate's maker goes.

    Raises:
        RuntimeError: they did not start in time.
    """
    listener = listen(None)

    async def hear(request: Request) -> Response:
        shop = shops.get(request.path_params["merchant"])
        if shop is None:
            return Response(status_code=404)
        body = await request.body()
        return Response(status_code=await run_in_threadpool(shop.hear, request.headers, body))

    started = threading.Event()

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette):  # type: ignore[no-untyped-def]  # noqa: ANN202
        started.set()
        yield

    app = Starlette(routes=[Route("/{merchant}", hear, methods=["POST"])], lifespan=lifespan)
    with scratch_folder(None) as folder:
        files = make(folder, authority)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                ssl_certfile=files.chain,
                ssl_keyfile=files.key,
            )
        )
        thread = threading.Thread(
            target=lambda: asyncio.run(server.serve([listener])), name="receiver", daemon=True
        )
        thread.start()
        if not started.wait(LONGEST_START):
            message = f"The receiver did not start within {LONGEST_START} seconds."
            raise RuntimeError(message)
        try:
            yield Receiver(listener.getsockname()[1], authority, shops)
        finally:
            server.should_exit = True
            thread.join()
            listener.close()
