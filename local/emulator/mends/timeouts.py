"""API Gateway: a function that has not answered within its integration's timeout is a 504.

The clock starts when a warm worker has the request. AWS counts a cold start too; on one machine
that lasts as long as whatever else runs there lets it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import Any, Final

from ministack.core import lambda_runtime
from ministack.services import apigateway_v1

Answer = Any
Integration = Mapping[str, Any]
Proxy = Callable[..., Awaitable[Answer]]

LONGEST_MS: Final = 29_000
"""Where an integration says nothing ("timeoutInMillis" of the API reference)."""
TYPE: Final = "INTEGRATION_TIMEOUT"
SAID: Final = "Endpoint request timed out"
"""The gateway's own words; an API may have a response of its own for the type."""

_STARTED: ContextVar[Callable[[], object]] = ContextVar("started")
_UNDER_WAY: Final[set[asyncio.Future[Answer]]] = set()


def mend(seconds: float | None) -> None:
    """Let no function be waited for longer than this; None: than its integration says."""
    lambda_runtime.Worker.invoke = telling(lambda_runtime.Worker.invoke)
    proxy = apigateway_v1._invoke_lambda_proxy_v1  # noqa: SLF001 - the emulator has no public seam
    apigateway_v1._invoke_lambda_proxy_v1 = limited(proxy, seconds)  # noqa: SLF001 - as above


def telling(original: Callable[..., Answer]) -> Callable[..., Answer]:
    """The original, which says when a worker that is warm gets the request."""

    def invoke(worker: Any, *args: Any, **options: Any) -> Answer:
        if started := _STARTED.get(None):
            lambda_runtime.ensure_spawned(worker)
            started()
        return original(worker, *args, **options)

    return invoke


def limited(original: Proxy, seconds: float | None) -> Proxy:
    """The original, given up past the limit; the function goes on, as on AWS."""

    async def invoke(integration: Integration, *args: Any, **options: Any) -> Answer:
        loop, has_it = asyncio.get_running_loop(), asyncio.Event()
        _STARTED.set(lambda: loop.call_soon_threadsafe(has_it.set))
        call = asyncio.ensure_future(original(integration, *args, **options))
        _UNDER_WAY.add(call)
        call.add_done_callback(_UNDER_WAY.discard)
        waiting = asyncio.ensure_future(has_it.wait())
        await asyncio.wait({call, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        await asyncio.wait({call}, timeout=_limit(integration) if seconds is None else seconds)
        if call.done():
            return call.result()
        return apigateway_v1._gw_error(TYPE, SAID)  # noqa: SLF001 - as above

    return invoke


def _limit(integration: Integration) -> float:
    return int(integration.get("timeoutInMillis") or LONGEST_MS) / 1000
